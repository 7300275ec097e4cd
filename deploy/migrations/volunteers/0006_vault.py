"""The vault: who the people of volunteers' register are."""

from alembic import op

from deploy.migrations.vault import create_vault

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the vault's tables."""
    create_vault(op)
