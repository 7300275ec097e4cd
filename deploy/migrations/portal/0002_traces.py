"""The trace of the call that told a fact."""

from alembic import op

from deploy.migrations.mechanism import trace_event_log

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the column."""
    trace_event_log(op)
