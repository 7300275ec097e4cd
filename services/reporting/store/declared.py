"""By which declarations a schema is counted, and what shows of them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from services.reporting.indicators import CATALOGUE, Catalogue
from services.reporting.store.live import look_at_live

_DECLARED = text("SELECT indicator, kind, fingerprint FROM declared")
_DECLARE = text("INSERT INTO declared (indicator, kind, fingerprint) VALUES (:indicator, :kind, :fingerprint)")
_HOLD_POINTER = text("SELECT FROM pointer FOR UPDATE")
_TURN = text("UPDATE pointer SET version = version + 1")

_shown: WeakKeyDictionary[Engine, tuple[int, Catalogue]] = WeakKeyDictionary()


class Declaration(NamedTuple):
    """What one kind of fact adds to one indicator, as a digest."""

    indicator: str
    kind: str
    fingerprint: str


Declarations = AbstractSet[Declaration]


def declared(session: Session) -> Declarations:
    """Tell by which declarations the schema at hand is counted; none before anything is."""
    return frozenset(Declaration(*row) for row in session.execute(_DECLARED))


def declare(session: Session, declarations: Declarations) -> None:
    """Say by which declarations the schema at hand, which is empty, will be counted."""
    if declarations:
        session.execute(_DECLARE, [each._asdict() for each in sorted(declarations)])


def declare_first(session: Session, declarations: Declarations) -> Declarations:
    """Count the live schema by these declarations, unless somebody has said before by which it is; give those."""
    session.execute(_HOLD_POINTER)
    if said := declared(session):
        return said
    declare(session, declarations)
    session.execute(_TURN)
    return declarations


def live_catalogue(session: Session) -> Catalogue:
    """Look at the live schema, and give those of the indicators by which it is counted."""
    version, database = look_at_live(session), session.get_bind().engine
    known = _shown.get(database)
    if known is None or known[0] != version:
        codes = {each.indicator for each in declared(session)}
        known = _shown[database] = version, CATALOGUE.only(codes) if codes else CATALOGUE
    return known[1]
