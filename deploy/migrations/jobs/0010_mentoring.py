"""Mentors, those linked with them, and how full they are day by day."""

from alembic import op

from deploy.migrations.mechanism import revoke

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the tables of mentoring."""
    op.execute("""
        CREATE TABLE mentor (
            id uuid PRIMARY KEY,
            association uuid REFERENCES association,
            enrolled_on date NOT NULL,
            retired_on date,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL
        );
        CREATE INDEX mentor_by_place ON mentor (place, id);
        CREATE TABLE mentor_pair (
            id uuid PRIMARY KEY,
            mentor uuid NOT NULL REFERENCES mentor,
            mentee uuid NOT NULL,
            paired_on date NOT NULL,
            released_on date,
            CONSTRAINT released_after_pairing CHECK (released_on >= paired_on)
        );
        CREATE UNIQUE INDEX one_link_at_a_time ON mentor_pair (mentor, mentee) WHERE released_on IS NULL;
        CREATE INDEX mentor_pair_by_mentor ON mentor_pair (mentor, paired_on);
        CREATE TABLE mentor_load (
            mentor uuid REFERENCES mentor,
            day date,
            mentees integer NOT NULL,
            revision integer NOT NULL,
            PRIMARY KEY (mentor, day)
        )
    """)
    revoke(op, "app", "DELETE", "mentor, mentor_pair, mentor_load")
