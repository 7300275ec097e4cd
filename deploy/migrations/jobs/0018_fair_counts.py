"""What the counters at the doors of a fair have told, before its result is entered."""

from alembic import op

from deploy.migrations.mechanism import revoke

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Make the table."""
    op.execute("""
        CREATE TABLE fair_count (
            id uuid PRIMARY KEY,
            fair uuid NOT NULL REFERENCES fair,
            visitors integer NOT NULL,
            intents integer NOT NULL,
            counted_at timestamptz NOT NULL,
            counted_by uuid
        );
        CREATE INDEX fair_count_by_fair ON fair_count (fair)
    """)
    revoke(op, "app", "UPDATE, DELETE", "fair_count")
