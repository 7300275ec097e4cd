"""When a shift that nobody completed was last brought to mind."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the day of the reminder, and find fast what still stands open."""
    op.execute("""
        ALTER TABLE shift ADD COLUMN reminded_on date;
        CREATE INDEX shift_still_open ON shift (ends_at) WHERE state = 'open'
    """)
