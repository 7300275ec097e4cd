"""Acts: what only happens and is counted."""

from alembic import op

from deploy.migrations.mechanism import create_acts

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of acts."""
    create_acts(op)
