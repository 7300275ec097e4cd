"""The order in which the facts behind a figure are paged through."""

from alembic import op

from deploy.migrations.mechanism import find_facts_by_place

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Change the index."""
    find_facts_by_place(op)
