"""The tables of files: what each is of, its content in pieces, and how far a look at a sealed one has read."""

from __future__ import annotations

from sqlalchemy import (
    CHAR,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
    func,
    text,
)

metadata = MetaData()

file = Table(
    "file",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("thing", Uuid, nullable=False),
    Column("number", SmallInteger, nullable=False),
    Column("place", CHAR(12), nullable=False),
    Column("home", CHAR(12), nullable=False),
    Column("organisation", Uuid, nullable=False),
    Column("sealed", Boolean, nullable=False),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("begun_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    Column("begun_by", Uuid, nullable=False),
    Column("begun_for", Uuid),
    Column("type", Text),
    Column("digest", LargeBinary),
    Column("finished_at", DateTime(timezone=True)),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("withdrawn_by", Uuid),
    Column("withdrawn_reason", Text),
    CheckConstraint("size BETWEEN 1 AND 10485760", name="file_is_of_a_size"),
    CheckConstraint("(finished_at IS NULL) = (type IS NULL OR digest IS NULL)", name="finished_file_is_known"),
    Index("file_of_a_thing", "kind", "thing", "number", unique=True),
    Index("file_unfinished", "begun_at", postgresql_where=text("finished_at IS NULL")),
)

file_piece = Table(
    "file_piece",
    metadata,
    Column("file", Uuid, ForeignKey("file.id"), primary_key=True),
    Column("number", SmallInteger, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)

file_reading = Table(
    "file_reading",
    metadata,
    Column("look", Uuid, primary_key=True),
    Column("file", Uuid, ForeignKey("file.id"), nullable=False),
    Column("next", SmallInteger, nullable=False),
)
