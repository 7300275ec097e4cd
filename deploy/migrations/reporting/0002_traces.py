"""The trace of the call that told a fact."""

from alembic import op

from deploy.migrations.mechanism import trace_event_log

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the column, for what is parked too."""
    trace_event_log(op)
    op.execute("ALTER TABLE parked ADD COLUMN traceparent text")
