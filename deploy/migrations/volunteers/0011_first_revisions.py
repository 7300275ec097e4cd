"""First revisions, written in one statement with their acts."""

from alembic import op

from deploy.migrations.mechanism import admit_first_revisions

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Change the policy."""
    admit_first_revisions(op)
