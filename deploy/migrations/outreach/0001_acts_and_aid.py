"""Acts, the event log and aid."""

from alembic import op

from deploy.migrations.mechanism import (
    create_acts,
    create_answered,
    create_event_log,
    create_frame,
    create_scope,
    restrict_rows,
)

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make outreach's tables."""
    create_frame(op)
    create_scope(op)
    create_answered(op)
    create_event_log(op)
    create_acts(op)
    op.execute("""
        CREATE TABLE aid (
            id uuid PRIMARY KEY,
            household uuid NOT NULL,
            batch uuid NOT NULL,
            cash_fen bigint NOT NULL,
            goods integer NOT NULL,
            goods_value_fen bigint NOT NULL,
            source text NOT NULL,
            state text NOT NULL,
            proposed_by uuid NOT NULL,
            approved_by uuid,
            approved_at timestamptz,
            delivered_by uuid,
            delivered_on date,
            receipt text,
            receipt_on date,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT one_aid_per_household_and_batch UNIQUE (household, batch),
            CONSTRAINT approver_does_not_deliver CHECK (approved_by <> delivered_by)
        );
        CREATE INDEX aid_by_place ON aid (place, delivered_on)
    """)
    restrict_rows(op, "aid")
