"""The order in which the facts behind a figure are paged through."""

from alembic import op

from deploy.migrations.mechanism import find_facts_by_place

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Change the index."""
    find_facts_by_place(op)
