"""Homes for children, the companions who serve there, and who handed a child over to whom."""

from alembic import op

from deploy.migrations.mechanism import restrict_rows, revoke

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make both registers; from now on every open case has a companion who serves."""
    op.execute("""
        CREATE TABLE house (
            id uuid PRIMARY KEY,
            revision integer NOT NULL,
            since date NOT NULL,
            until date,
            premises text NOT NULL,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT house_ends_after_it_began CHECK (until >= since)
        );
        CREATE INDEX house_by_place ON house (place, since);
        CREATE TABLE companion (
            id uuid PRIMARY KEY,
            revision integer NOT NULL,
            since date NOT NULL,
            until date,
            house uuid REFERENCES house,
            serving uuid GENERATED ALWAYS AS (CASE WHEN until IS NULL THEN id END) STORED UNIQUE,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT companion_leaves_after_coming CHECK (until >= since)
        );
        CREATE INDEX companion_by_place ON companion (place, since);
        CREATE INDEX companion_by_house ON companion (house);
        CREATE TABLE hand_over (
            id uuid PRIMARY KEY,
            case_id uuid NOT NULL REFERENCES child_case,
            giver uuid NOT NULL,
            taker uuid NOT NULL,
            handed_on date NOT NULL,
            recorded_by uuid,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL
        );
        CREATE INDEX hand_over_by_case ON hand_over (case_id, handed_on);
        ALTER TABLE child_case ADD carer uuid
            GENERATED ALWAYS AS (CASE WHEN closed_on IS NULL THEN companion END) STORED;
        CREATE INDEX child_case_by_carer ON child_case (carer) WHERE carer IS NOT NULL;
    """)
    # Not valid for the cases opened before there was a register of companions: each is checked when it is handed over.
    op.execute("""
        ALTER TABLE child_case ADD CONSTRAINT every_child_has_a_companion
            FOREIGN KEY (carer) REFERENCES companion (serving) NOT VALID
    """)
    for table in ("house", "companion", "hand_over"):
        restrict_rows(op, table)
    revoke(op, "app", "DELETE", "house, companion, hand_over")
    revoke(op, "app", "UPDATE", "hand_over")
