"""What is done with things: recorded, amended, withdrawn, reinstated, and taken a step further."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.portal.web.asking import ask
from services.portal.web.things.thing import Step, Thing

Said = Mapping[str, Any]


@dataclass(frozen=True)
class Differing:
    """A field that two people changed at once: what it said, and what each says now."""

    name: str
    before: Any
    theirs: Any
    mine: Any


def record(thing: Thing, id: UUID, said: Said) -> dict[str, Any]:
    """Record or open a thing under an id that the form has brought along; raises Refused."""
    kind: dict[str, Any] = {"kind": thing.name} if thing.is_act else {}
    found: dict[str, Any] = ask(thing.service, thing.door, id=id, fields=dict(said), **kind)
    return found


def shown(thing: Thing, id: UUID) -> dict[str, Any]:
    """Show a thing as it stands; raises Refused, TypeError for what no door shows."""
    if thing.shows is None:
        raise TypeError(thing.name)
    kind: dict[str, Any] = {"kind": thing.name} if thing.is_act else {}
    found: dict[str, Any] = ask(thing.service, thing.shows, id=id, **kind)
    return found


def amend(thing: Thing, id: UUID, revision: int, said: Said) -> dict[str, Any]:
    """Replace what an act says; raises Refused, with StaleRevision if somebody else was quicker."""
    found: dict[str, Any] = ask(thing.service, "amend", kind=thing.name, id=id, revision=revision, fields=dict(said))
    return found


def withdraw(thing: Thing, id: UUID, reason: str) -> None:
    """Take an act back; raises Refused."""
    ask(thing.service, "withdraw", kind=thing.name, id=id, reason=reason)


def reinstate(thing: Thing, id: UUID) -> None:
    """Let a withdrawn act stand again; raises Refused."""
    ask(thing.service, "reinstate", kind=thing.name, id=id)


def take_step(thing: Thing, step: Step, call: UUID, id: UUID, said: Said) -> dict[str, Any]:
    """Take a thing a step further; the call's own id makes it the same when it is sent twice."""
    found: dict[str, Any] = ask(thing.service, step.door, id=call, fields={**said, step.names: str(id)})
    return found


def said_in(history: list[dict[str, Any]], revision: int) -> dict[str, Any]:
    """Give what a revision said; what is not there said nothing."""
    return next((dict(each["content"]) for each in history if each["revision"] == revision), {})


def differing(thing: Thing, before: Said, theirs: Said, mine: Said) -> list[Differing]:
    """List the fields that read otherwise in what stands now than in what one has written oneself."""
    named = ((name, before.get(name), theirs.get(name), mine.get(name)) for name in thing.fields)
    return [Differing(*each) for each in named if _plain(each[2]) != _plain(each[3])]


def merged(thing: Thing, before: Said, theirs: Said, mine: Said) -> dict[str, Any]:
    """Put together what both have changed: one's own changes, and theirs where one has changed nothing."""
    own = {name for name in thing.fields if _plain(mine.get(name)) != _plain(before.get(name))}
    return {name: (mine if name in own else theirs).get(name) for name in thing.fields}


def _plain(value: Any) -> Any:
    return None if value in ("", []) else value
