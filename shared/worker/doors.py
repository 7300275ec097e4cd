"""Doors: methods called over RPC, each in one transaction, which answer, refuse and fail as data."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID, uuid4

from marshmallow import Schema

from shared.answered import first_answer, is_first, keep_answer
from shared.database import error_class, is_passing
from shared.desk import Desk
from shared.forms import fingerprint, load
from shared.identity import Role
from shared.metrics import answered
from shared.refusals import Refusal, Refused
from shared.telemetry import Word, alarm
from shared.trace import following
from shared.worker.arguments import call_schema
from shared.worker.entrypoint import Door
from shared.worker.transactions import Caller, Terms

RETRIES = 2
PATIENCE_S = 5.0
"""How long callers usually wait; what fails later is not tried again, because nobody awaits it any more."""

Answer = dict[str, Any]
Method = Callable[..., Any]
Marked = Callable[..., Answer]
Done = TypeVar("Done")


def read(*roles: Role, service_only: bool = False, as_reader: bool = False) -> Callable[[Method], Marked]:
    """Open a door that only looks: method(self, desk, **arguments)."""
    return lambda method: _plain(method, _terms(method, *roles, service_only=service_only, as_reader=as_reader))


def keyed(*roles: Role) -> Callable[[Method], Marked]:
    """Open a door that knows its repeats by ids of its own: method(self, desk, **arguments)."""
    return lambda method: _plain(method, _terms(method, *roles, newest_frame=True))


def anyone(method: Method) -> Marked:
    """Open a door for people who are nobody yet: method(self, desk, **arguments), in no scope at all."""
    return _plain(method, _terms(method, anyone=True))


def write(schema: type[Schema], *roles: Role, service_only: bool = False) -> Callable[[Method], Marked]:
    """Open a door that does a thing once for each id of a call: method(self, desk, id, fields)."""
    accepted = schema()

    def once(method: Method) -> Marked:
        terms = _terms(method, *roles, service_only=service_only, newest_frame=True)

        def work(doors: Doors, desk: Desk, *, id: UUID, fields: dict[str, Any]) -> Any:
            said = load(accepted, fields)
            digest = fingerprint(said)
            if not is_first(desk.session, terms.door, id, digest):
                return first_answer(desk.session, terms.door, id, digest)
            return keep_answer(desk.session, terms.door, id, method(doors, desk, id, said))

        door: Any = _door(method, terms, work)
        door.accepted = accepted  # for whoever enters many rows through the door's own method
        return door  # type: ignore[no-any-return] # made by _door

    return once


def _terms(method: Method, *roles: Role, **more: bool) -> Terms:
    return Terms(method.__name__, frozenset(roles), **more)


def _plain(method: Method, terms: Terms) -> Marked:
    return _door(method, terms, method)


def _door(method: Method, terms: Terms, work: Method) -> Marked:
    @wraps(method)
    def door(doors: Doors, /, **arguments: Any) -> Answer:
        def worked() -> Any:
            with doors.transactions.desk(terms) as desk:
                return work(doors, desk, **load(call_schema(work), arguments))

        begun = time.monotonic()
        with following(doors.transactions.traceparent):
            answer = _answer(f"{doors.name}.{terms.door}", worked)
        answered(doors.name, terms.door, answer, time.monotonic() - begun)
        return answer

    marked: Any = Door.decorator(door)
    marked.terms = terms
    return marked  # type: ignore[no-any-return] # nameko ships no types


def _answer(door: str, work: Callable[[], Any]) -> Answer:
    try:
        return {"answer": _patiently(work)}
    except Refused as refused:
        return {"refused": refused.as_data()}
    except Refusal as refusal:
        return {"refused": [refusal.as_data()]}
    except Exception as error:  # noqa: BLE001 - one failed call must not end the process that serves the others
        return {"failed": _reported(door, error)}


def _patiently(work: Callable[[], Done]) -> Done:
    ends = time.monotonic() + PATIENCE_S
    for _ in range(RETRIES):
        try:
            return work()
        except Exception as error:
            if not is_passing(error) or time.monotonic() > ends:
                raise
    return work()


def _reported(door: str, error: Exception) -> str:
    """Record a failure without its words, which may quote what the call said; answer the id that finds it again."""
    id = uuid4()
    trace = traceback.extract_tb(error.__traceback__)[-5:]
    told = {f"at{number}": _place(frame) for number, frame in enumerate(trace)}
    if state := error_class(error):
        told["state"] = Word(f"S{state}")
    alarm("door_failed", id=id, door=Word(door), error=type(error), **told)
    return str(id)


def _place(frame: traceback.FrameSummary) -> Word:
    return Word("/".join(frame.filename.split("/")[-2:]) + f":{frame.lineno}:{frame.name.strip('<>')}")


class Doors:
    """What every service has: its name, its transactions, and a door that tells whether it lives."""

    name: str
    transactions: Caller

    @read()
    def ping(self, desk: Desk) -> dict[str, Any]:
        """Tell that the service and its database answer, and which frame it works in."""
        return {"service": self.name, "frame": desk.frame.version}

    @anyone
    def doors(self, _desk: Desk) -> list[dict[str, Any]]:
        """List the doors: which of them write, what form they take, and in which roles one may pass."""
        named = ((name, getattr(type(self), name)) for name in dir(type(self)))
        return [_described(name, door) for name, door in named if hasattr(door, "terms")]


def _described(name: str, door: Any) -> dict[str, Any]:
    terms: Terms = door.terms
    accepted = getattr(door, "accepted", None)
    return {
        "door": name,
        "writes": terms.newest_frame,
        "form": type(accepted).__name__ if accepted else None,
        "roles": sorted(role.value for role in terms.roles),
        "service_only": terms.service_only,
    }
