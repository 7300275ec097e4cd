"""Where the frame lies: every row says from when to when it holds, and in which version it came."""

from __future__ import annotations

from sqlalchemy import ARRAY, CHAR, Boolean, CheckConstraint, Column, Date, Index, Integer, MetaData, Table, Text, Uuid

metadata = MetaData()

frame_version = Table(
    "frame_version",
    metadata,
    Column("one", Boolean, CheckConstraint("one", name="one_version"), primary_key=True),
    Column("version", Integer, nullable=False),
)

frame_place = Table(
    "frame_place",
    metadata,
    Column("code", CHAR(12), primary_key=True),
    Column("name", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("parent", CHAR(12)),
    Column("valid_from", Date, primary_key=True),
    Column("valid_to", Date),
    Column("version", Integer, nullable=False),
    Index("frame_place_by_version", "version"),
)

frame_organisation = Table(
    "frame_organisation",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("tree", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("organiser", Text, nullable=False),
    Column("parent", Uuid),
    Column("place", CHAR(12), nullable=False),
    Column("valid_from", Date, primary_key=True),
    Column("valid_to", Date),
    Column("version", Integer, nullable=False),
    Index("frame_organisation_by_version", "version"),
)

frame_campaign = Table(
    "frame_campaign",
    metadata,
    Column("id", Text, primary_key=True),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("closes_on", Date, nullable=False),
    Column("months", ARRAY(Text), nullable=False),
    Column("travel_starts_on", Date, nullable=False),
    Column("homeward_ends_on", Date, nullable=False),
    Column("travel_ends_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
)

frame_holiday = Table(
    "frame_holiday",
    metadata,
    Column("day", Date, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

ROWS = (frame_place, frame_organisation, frame_campaign, frame_holiday)
"""The tables whose rows travel from portal to every copy."""
