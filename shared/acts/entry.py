"""An act as it is said: checked field by field, by the frame and by its own service, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from shared.desk import Desk, envelope
from shared.facts import Act, slots, wire_value
from shared.forms import Seen, fingerprint, id_in, load_row, schema_of
from shared.refusals import Refusal, Refused

Derived = Mapping[str, Any] | Refusal
Derive = Callable[[Desk, Sequence[Mapping[str, Any]]], Sequence[Derived]]
"""What a service works out itself of each act that was said, or the rule it breaks; asked once for a whole call."""


@dataclass(frozen=True)
class Entry:
    """One act as it was checked: its id, what was said, and the fact that follows."""

    id: UUID
    content: dict[str, Any]
    digest: str
    fact: Act

    def fact_id(self, revision: int) -> UUID:
        """Name the fact of a revision: the same revision always tells the same fact."""
        return uuid5(self.id, str(revision))


@dataclass(frozen=True)
class _Said:
    """An act whose fields and frame were checked, but not yet by its own service."""

    id: UUID
    fields: dict[str, Any]
    frame: dict[str, Any]


def entry(desk: Desk, kind: type[Act], id: UUID, fields: Mapping[str, Any], derive: Derive | None) -> Entry:
    """Check one act; raises Refused with every broken rule."""
    (checked,) = _derived(desk, kind, [_said(desk, kind, id, fields, _Settled())], derive)
    if isinstance(checked, Refusal):
        raise Refused([checked])
    return checked


def entries(desk: Desk, kind: type[Act], rows: Sequence[Mapping[str, Any]], derive: Derive | None) -> list[Entry]:
    """Check many acts; raises Refused with the broken rules of every row."""
    said: dict[int, _Said] = {}
    settled = _Settled()
    broken: list[Refusal] = []
    for number, row in enumerate(rows):
        try:
            said[number] = _said_in(desk, kind, row, settled)
        except Refused as refused:
            broken += [each.in_row(number) for each in refused.refusals]
    checked = dict(zip(said, _derived(desk, kind, list(said.values()), derive), strict=True))
    broken += [each.in_row(number) for number, each in checked.items() if isinstance(each, Refusal)]
    if broken:
        raise Refused(sorted(broken, key=lambda refusal: refusal.row or 0))
    return [each for each in checked.values() if isinstance(each, Entry)]


class _Settled:
    """What earlier rows of a call have settled: what words mean, and what follows from where, who and when."""

    def __init__(self) -> None:
        self.words: Seen = {}
        self.envelopes: dict[tuple[Any, ...], dict[str, Any]] = {}

    def envelope(self, desk: Desk, said: Mapping[str, Any]) -> dict[str, Any]:
        where = (said["place"], said["organisation"], said["occurred_on"], tuple(said["joint_organisations"]))
        if where not in self.envelopes:
            self.envelopes[where] = envelope(desk, *where)
        return self.envelopes[where]


def _said(desk: Desk, kind: type[Act], id: UUID, fields: Mapping[str, Any], settled: _Settled) -> _Said:
    said = load_row(schema_of(kind), fields, settled.words)
    return _Said(id, said, settled.envelope(desk, said))


def _said_in(desk: Desk, kind: type[Act], row: Mapping[str, Any], settled: _Settled) -> _Said:
    try:
        return _said(desk, kind, id_in(row), {name: value for name, value in row.items() if name != "id"}, settled)
    except Refusal as refusal:
        raise Refused([refusal]) from refusal


def _derived(desk: Desk, kind: type[Act], said: list[_Said], derive: Derive | None) -> Iterator[Entry | Refusal]:
    worked_out: Sequence[Derived] = derive(desk, [each.fields for each in said]) if derive else [{}] * len(said)
    for each, more in zip(said, worked_out, strict=True):
        yield more if isinstance(more, Refusal) else _entry(kind, each, more)


def _entry(kind: type[Act], said: _Said, derived: Mapping[str, Any]) -> Entry:
    declared: dict[str, Any] = {
        slot.name: tuple(said.fields[slot.name]) if slot.many else said.fields[slot.name]
        for slot in slots(kind)
        if slot.asked
    }
    content = {name: wire_value(tuple(each) if isinstance(each, list) else each) for name, each in said.fields.items()}
    digest = fingerprint({"kind": kind.__name__, **content})
    return Entry(said.id, content, digest, kind(**said.frame, **declared, **derived))
