"""What closed seasons said."""

from alembic import op

from deploy.migrations.mechanism import revoke

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables, which nobody rewrites."""
    op.execute("""
        CREATE TABLE kept_period (
            period text COLLATE "C" PRIMARY KEY,
            season text NOT NULL,
            kept_at timestamptz NOT NULL,
            indicators jsonb NOT NULL
        );
        CREATE TABLE kept_cell (
            unit char(12) COLLATE "C",
            period text COLLATE "C",
            indicator text COLLATE "C",
            breakdown text COLLATE "C",
            value bigint NOT NULL,
            PRIMARY KEY (unit, period, indicator, breakdown)
        )
    """)
    revoke(op, "app", "UPDATE, DELETE", "kept_period, kept_cell")
