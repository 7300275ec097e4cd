"""Which sheets of the published table stay as they were for the time being."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the mark."""
    op.execute("ALTER TABLE edition ADD COLUMN held boolean NOT NULL DEFAULT false")
