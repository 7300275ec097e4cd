"""Acts that look alike and are not the same."""

from alembic import op

from deploy.migrations.mechanism import create_apart

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table of acts told apart."""
    create_apart(op)
