"""The vault: who the people of outreach's households are."""

from alembic import op

from deploy.migrations.vault import create_vault

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the vault's tables."""
    create_vault(op)
