"""Reminders that the province sends by hand, beside the digest of the day."""

from alembic import op

from deploy.migrations.mechanism import revoke

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the table, and let a recipient get a reminder by hand on the day of a digest."""
    op.execute("""
        CREATE TABLE reminder (
            id uuid PRIMARY KEY,
            city char(12) NOT NULL,
            by uuid NOT NULL,
            at timestamptz NOT NULL,
            returns uuid[] NOT NULL
        );
        CREATE INDEX reminder_of_a_city ON reminder (city, at);
        ALTER TABLE notice ADD COLUMN reminder uuid REFERENCES reminder (id);
        ALTER TABLE notice DROP CONSTRAINT one_digest_a_day;
        CREATE UNIQUE INDEX one_digest_a_day ON notice (kind, address, "on") WHERE reminder IS NULL
    """)
    revoke(op, "app", "UPDATE, DELETE", "reminder")
