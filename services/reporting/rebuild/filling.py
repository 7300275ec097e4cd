"""Filling the shadow schema from all that was folded: without its keys, sums beside members, the keys at the end."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from services.reporting import store
from services.reporting.fold import fill_members, fill_states, fill_sums
from shared.database import transaction

KEYED = ("cell", "member")
Step = Callable[[Session], object]


def fill(engine: Engine, shadow: str) -> None:
    """Turn everything that waits in the shadow schema, which has no cells yet, into cells."""

    def done(step: Step) -> None:
        with transaction(engine) as session:
            store.enter(session, shadow)
            session.execute(_UNHURRIED)
            step(session)

    with ThreadPoolExecutor(2) as both:
        for steps in (map(_off, KEYED), (fill_sums, fill_members), map(_on, KEYED)):
            list(both.map(done, steps))
    done(fill_states)


def _off(table: str) -> Step:
    return lambda session: session.execute(_TAKE_OFF, {"kept": table})


def _on(table: str) -> Step:
    return lambda session: session.execute(_PUT_ON, {"kept": table})


_TAKE_OFF = text("SELECT take_keys_off(current_schema(), :kept)")
_PUT_ON = text("SELECT put_keys_on(current_schema(), :kept)")
_UNHURRIED = text("SELECT set_config('statement_timeout', '1h', true)")
