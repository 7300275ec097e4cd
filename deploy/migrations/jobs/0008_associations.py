"""Associations of those who lead others to a business, with their members."""

from alembic import op

from deploy.migrations.mechanism import revoke

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables of associations."""
    op.execute("""
        CREATE TABLE association (
            id uuid PRIMARY KEY,
            kind text NOT NULL,
            title text NOT NULL,
            opened_on date NOT NULL,
            closed_on date,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            joint_organisations uuid[] NOT NULL,
            CONSTRAINT association_closed_after_it_opened CHECK (closed_on >= opened_on)
        );
        CREATE INDEX association_by_place ON association (place, id);
        CREATE TABLE membership (
            id uuid PRIMARY KEY,
            association uuid NOT NULL REFERENCES association,
            member uuid NOT NULL,
            joining text NOT NULL,
            admitted_on date NOT NULL,
            left_on date,
            CONSTRAINT left_after_admission CHECK (left_on >= admitted_on)
        );
        CREATE UNIQUE INDEX one_membership_at_a_time ON membership (association, member) WHERE left_on IS NULL
    """)
    revoke(op, "app", "DELETE", "association, membership")
