"""What was counted, twice over, so that a rebuild grows in one schema while the other is read."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, INT8MULTIRANGE, JSONB, ExcludeConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeEngine

SCHEMAS = ("blue", "green")

C_TEXT = Text(collation="C")
"""Codes, places and periods: compared byte by byte."""


class Row(DeclarativeBase):
    """Reporting's tables outside of the two schemas."""

    metadata = MetaData()
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: Text}


class Pointer(Row):
    """Which of the two schemas is read and counted into; the version changes with what it is counted by."""

    __tablename__ = "pointer"

    one: Mapped[bool] = mapped_column(primary_key=True)
    live: Mapped[str]
    version: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))


class Head(Row):
    """How far a source said that its log is published; `settled` is what it said more than half a minute ago."""

    __tablename__ = "head"

    source: Mapped[str] = mapped_column(primary_key=True)
    head: Mapped[int] = mapped_column(BigInteger)
    told_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    heard_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.clock_timestamp())
    waiting: Mapped[int] = mapped_column(BigInteger)
    settled: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    turned_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.clock_timestamp())
    whole_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    short: Mapped[bool] = mapped_column(server_default=text("false"))


class Parked(Row):
    """A message that could not be counted, without its body."""

    __tablename__ = "parked"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    source: Mapped[str | None]
    position: Mapped[int | None] = mapped_column(BigInteger)
    fact_id: Mapped[UUID | None] = mapped_column(Uuid)
    reason: Mapped[str]
    error: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    parked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.clock_timestamp())
    traceparent: Mapped[str | None]

    __table_args__ = (
        Index("parked_position", "source", "position", unique=True, postgresql_where=text("position IS NOT NULL")),
        Index("parked_body", "sha256", unique=True, postgresql_where=text("position IS NULL")),
    )


class EpochAsked(Row):
    """A newer epoch of a service than the one that is counted: a rebuild is wanted."""

    __tablename__ = "epoch_asked"

    source: Mapped[str] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.clock_timestamp())


class Lost(Row):
    """What had been counted from an epoch and is not in the one that followed it."""

    __tablename__ = "lost"

    source: Mapped[str] = mapped_column(primary_key=True)
    followed_by: Mapped[str]
    positions: Mapped[Any] = mapped_column(INT8MULTIRANGE)
    found_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.clock_timestamp())


class Roll(Row):
    """How many milliseconds after it was told each fact of a roll became visible."""

    __tablename__ = "roll"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    rolled_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    delays: Mapped[list[int]] = mapped_column(ARRAY(Integer))


def _array(name: str, of: TypeEngine[Any] | type[TypeEngine[Any]]) -> Column[Any]:
    return Column(name, ARRAY(of), nullable=False)


def _named(name: str, *, key: bool = False) -> Column[Any]:
    return Column(name, C_TEXT, primary_key=key, nullable=False)


def counted_in(schema: str) -> MetaData:
    """Describe the tables of one schema; migrations make them, and SQL that finds them by search_path works on them."""
    metadata = MetaData(schema=schema)
    once = ExcludeConstraint(("source", "="), ("positions", "&&"), name="counted_once")
    Table("counted", metadata, _named("source"), Column("positions", INT8MULTIRANGE, nullable=False), once)
    Table("epoch", metadata, _named("service", key=True), _named("source"))
    said = (_named("indicator", key=True), _named("kind", key=True), Column("fingerprint", Text, nullable=False))
    Table("declared", metadata, *said)
    Table("parcel", metadata, *_parcel_columns())
    Table("member", metadata, *_member_columns())
    Table("told", metadata, *_told_columns())
    keys = (_named(name, key=True) for name in ("tree", "unit", "period", "indicator", "breakdown"))
    Table("cell", metadata, *keys, Column("value", BigInteger, nullable=False))
    return metadata


def _parcel_columns() -> list[Column[Any]]:
    return [
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("facts", Integer, nullable=False),
        _array("logged", DateTime(timezone=True)),
        _array("units", Text),
        _array("days", Date),
        _array("figures", Text),
        _array("sum_spots", Integer),
        _array("sum_figures", SmallInteger),
        _array("sums", BigInteger),
        _array("member_spots", Integer),
        _array("member_figures", SmallInteger),
        _array("members", Text),
        _array("member_changes", Integer),
        Column("states", JSONB),
    ]


def _member_columns() -> list[Column[Any]]:
    return [
        *(_named(name, key=True) for name in ("indicator", "breakdown", "member", "unit")),
        Column("day", Date, primary_key=True),
        Column("n", Integer, nullable=False),
        Column("was", Integer, nullable=False, server_default=text("0")),
    ]


def _told_columns() -> list[Column[Any]]:
    return [
        _named("indicator", key=True),
        _named("key", key=True),
        Column("fact", Uuid, primary_key=True),
        Column("n", Integer, nullable=False),
        Column("occurred_on", Date, nullable=False),
        Column("recorded_at", DateTime(timezone=True)),
        Column("position", BigInteger),
        _named("unit"),
        _array("organisations", Text),
        _array("breakdowns", Text),
        Column("value", BigInteger, nullable=False),
    ]
