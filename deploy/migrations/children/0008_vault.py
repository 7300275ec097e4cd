"""The vault: who children and companions are."""

from alembic import op

from deploy.migrations.vault import create_vault

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the vault's tables."""
    create_vault(op)
