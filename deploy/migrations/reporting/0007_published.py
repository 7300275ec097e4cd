"""What everybody may see, as it was last stated, and when that was."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables."""
    op.execute("""
        CREATE TABLE edition (
            period text,
            sheet text,
            over boolean NOT NULL,
            day date NOT NULL,
            stated_on date NOT NULL,
            PRIMARY KEY (period, sheet)
        );
        CREATE TABLE published (
            period text,
            place char(12),
            indicator text,
            breakdown text,
            value bigint,
            PRIMARY KEY (period, place, indicator, breakdown)
        )
    """)
