"""The tables of a log: what was told, how far it was numbered and published, and which life of the database this is."""

from __future__ import annotations

from sqlalchemy import (
    CHAR,
    BigInteger,
    Boolean,
    CheckConstraint,
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
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData()

# Written with the line breaks of PostgreSQL's own hand, by which Alembic compares the indexes over it.
_LEAF = literal_column("(\nCASE\nWHEN left(place, 2) = '51' THEN place\nELSE home\nEND)::text", Text())

LEAF = literal_column(f'({_LEAF} COLLATE "C")', Text(collation="C"))
"""For which place of the province a fact counts: where it happened, or else where its lead is at home."""

event_log = Table(
    "event_log",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("fact_id", Uuid, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("place", CHAR(12), nullable=False),
    Column("home", CHAR(12), nullable=False),
    Column("organisation", Uuid, nullable=False),
    Column("organiser", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("logged_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    Column("sign", SmallInteger, nullable=False, server_default=text("1")),
    Column("reverses", Uuid),
    Column("data", JSONB, nullable=False),
    Column("position", BigInteger),
    Column("traceparent", Text),
    CheckConstraint(
        "(sign = 1 AND reverses IS NULL) OR (sign = -1 AND reverses IS NOT NULL)", name="sign_says_reversal"
    ),
    Index("event_log_reverses", "reverses", unique=True, postgresql_where=text("reverses IS NOT NULL")),
    Index("event_log_position", "position", unique=True, postgresql_where=text("position IS NOT NULL")),
    Index("event_log_unnumbered", "id", postgresql_where=text("position IS NULL")),
    Index("event_log_behind_now", "type", _LEAF, "occurred_on", "fact_id", postgresql_where=text("sign = 1")),
    Index("event_log_behind_once", "type", _LEAF, "occurred_on", "reverses", postgresql_where=text("sign = -1")),
)

relay = Table(
    "relay",
    metadata,
    Column("one", Boolean, CheckConstraint("one", name="one_row"), primary_key=True, server_default=text("true")),
    Column("head", BigInteger, nullable=False, server_default=text("0")),
    Column("published", BigInteger, nullable=False, server_default=text("0")),
    CheckConstraint("published <= head", name="published_up_to_head"),
)

epoch = Table(
    "epoch",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("system_identifier", Text, nullable=False),
    Column("timeline", Integer, nullable=False),
    Column("database_oid", BigInteger, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
)
