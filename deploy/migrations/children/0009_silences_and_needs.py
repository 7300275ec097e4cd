"""Children whom nobody reached for too long, and needs that wait until outreach takes them."""

from alembic import op

from deploy.migrations.mechanism import grant, restrict_rows, revoke

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make both tables; of a silence, only how it ended may change."""
    op.execute("""
        CREATE TABLE silence (
            case_id uuid,
            ordinal integer,
            turn integer,
            child uuid NOT NULL,
            since date NOT NULL,
            resumed_on date,
            taken_back boolean NOT NULL,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            PRIMARY KEY (case_id, ordinal, turn),
            FOREIGN KEY (case_id, ordinal) REFERENCES stay,
            CONSTRAINT resumed_after_it_lapsed CHECK (resumed_on >= since)
        );
        CREATE UNIQUE INDEX one_standing_silence ON silence (case_id, ordinal)
            WHERE resumed_on IS NULL AND NOT taken_back;
        CREATE INDEX silence_by_place ON silence (place, since);
        CREATE TABLE visit_need (
            visit uuid PRIMARY KEY,
            category text NOT NULL,
            raised_on date NOT NULL,
            state text NOT NULL,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL
        );
        CREATE INDEX visit_need_waiting ON visit_need (visit) WHERE state = 'waiting'
    """)
    for table in ("silence", "visit_need"):
        restrict_rows(op, table)
    revoke(op, "app", "UPDATE, DELETE", "silence")
    grant(op, "app", "UPDATE (resumed_on, taken_back)", "silence")
    revoke(op, "app", "DELETE", "visit_need")
