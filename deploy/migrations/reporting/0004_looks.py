"""Who looked at the facts behind a figure."""

from alembic import op

from deploy.migrations.mechanism import revoke

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table, which nobody rewrites."""
    op.execute("""
        CREATE TABLE look (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            at timestamptz NOT NULL,
            person uuid,
            service text,
            place char(12) NOT NULL,
            indicator text NOT NULL,
            period text NOT NULL,
            corrections boolean NOT NULL
        );
        CREATE INDEX look_at_cell ON look (place, indicator, period, id)
    """)
    revoke(op, "app", "UPDATE, DELETE", "look")
