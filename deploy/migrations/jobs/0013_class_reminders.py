"""Classes that ought to be completed are reminded of."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Note on which day a class was reminded of."""
    op.execute("ALTER TABLE training_class ADD reminded_on date")
