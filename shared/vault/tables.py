"""The tables of a vault: whose identity lies in it, sealed, with whose consent, and every deed done with it."""

from __future__ import annotations

from sqlalchemy import (
    CHAR,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    func,
    text,
)

metadata = MetaData()

vault_subject = Table(
    "vault_subject",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("place", CHAR(12), nullable=False),
    Column("home", CHAR(12), nullable=False),
    Column("organisation", Uuid, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("data_key", LargeBinary),
    Column("kept_at", DateTime(timezone=True), nullable=False),
    Column("retain_until", Date, nullable=False),
    Column("shredded_at", DateTime(timezone=True)),
    Column("shredded_because", Text),
    CheckConstraint("(data_key IS NULL) = (shredded_at IS NOT NULL)", name="shredded_has_no_key"),
    Index("vault_subject_overdue", "retain_until", postgresql_where=text("data_key IS NOT NULL")),
)

vault_field = Table(
    "vault_field",
    metadata,
    Column("subject", Uuid, ForeignKey("vault_subject.id"), primary_key=True),
    Column("field", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("blind", LargeBinary),
    Index("vault_field_by_blind", "field", "blind", postgresql_where=text("blind IS NOT NULL")),
)

vault_consent = Table(
    "vault_consent",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("subject", Uuid, ForeignKey("vault_subject.id"), nullable=False),
    Column("scope", Text, nullable=False),
    Column("given_by", Text, nullable=False),
    Column("given_on", Date, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    Column("withdrawn_on", Date),
    Column("withdrawn_by", Uuid),
    CheckConstraint("withdrawn_on >= given_on", name="withdrawn_after_it_was_given"),
    Index("vault_consent_by_subject", "subject", "given_on"),
    Index("one_standing_consent", "subject", "scope", unique=True, postgresql_where=text("withdrawn_on IS NULL")),
)

vault_look = Table(
    "vault_look",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("subject", Uuid, ForeignKey("vault_subject.id"), nullable=False),
    Column("person", Uuid, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    Column("used_at", DateTime(timezone=True)),
)

vault_log = Table(
    "vault_log",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("deed", Text, nullable=False),
    Column("subject", Uuid),
    Column("person", Uuid),
    Column("service", Text),
    Column("purpose", Text),
    Column("look", Uuid),
    Column("digest", LargeBinary, nullable=False),
    Index("vault_log_by_subject", "subject", "number"),
)

vault_log_head = Table(
    "vault_log_head",
    metadata,
    Column("one", Boolean, CheckConstraint("one", name="one_head"), primary_key=True, server_default=text("true")),
    Column("number", BigInteger, nullable=False, server_default=text("0")),
    Column("digest", LargeBinary, nullable=False, server_default=text("'\\x'")),
)
