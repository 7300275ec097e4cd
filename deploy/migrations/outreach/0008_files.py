"""Files of plans, and scanned receipts of aid."""

from alembic import op

from deploy.migrations.files import create_files

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables."""
    create_files(op)
