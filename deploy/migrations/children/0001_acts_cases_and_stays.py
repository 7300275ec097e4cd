"""Acts, the event log, cases and their stays."""

from alembic import op

from deploy.migrations.mechanism import (
    create_acts,
    create_answered,
    create_event_log,
    create_frame,
    create_scope,
    restrict_rows,
    revoke,
)

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make children's tables."""
    create_frame(op)
    create_scope(op)
    create_answered(op)
    create_event_log(op)
    create_acts(op)
    op.execute("""
        CREATE TABLE child_case (
            id uuid PRIMARY KEY,
            born_month text NOT NULL CHECK (born_month ~ '^[0-9]{4}-[0-9]{2}$'),
            sex text NOT NULL,
            guardian text NOT NULL,
            category text NOT NULL,
            companion uuid NOT NULL,
            opened_on date NOT NULL,
            closed_on date,
            close_reason text,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL
        );
        CREATE INDEX child_case_by_place ON child_case (place, id);
        CREATE INDEX child_case_by_birth ON child_case (born_month) WHERE closed_on IS NULL;
        CREATE TABLE stay (
            case_id uuid REFERENCES child_case,
            ordinal integer,
            season text NOT NULL,
            child uuid NOT NULL,
            since date NOT NULL,
            until date CHECK (until >= since),
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            PRIMARY KEY (case_id, ordinal)
        );
        CREATE UNIQUE INDEX stay_by_child ON stay (child, ordinal);
        CREATE UNIQUE INDEX one_standing_stay ON stay (case_id) WHERE until IS NULL
    """)
    for table in ("child_case", "stay"):
        restrict_rows(op, table)
    revoke(op, "app", "DELETE", "child_case, stay")
