"""The vault: who the people of jobs' keys are."""

from alembic import op

from deploy.migrations.vault import create_vault

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the vault's tables."""
    create_vault(op)
