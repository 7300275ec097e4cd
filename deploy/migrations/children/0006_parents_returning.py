"""What is known of each child's parents: whether they come home."""

from alembic import op

from deploy.migrations.mechanism import grant, restrict_rows, revoke

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table of what became known; of what was told of it, only that it was taken back may change."""
    op.execute("""
        CREATE TABLE parent_return (
            case_id uuid,
            ordinal integer,
            turn integer,
            child uuid NOT NULL,
            as_of date NOT NULL,
            father text NOT NULL,
            mother text NOT NULL,
            about text,
            source text,
            taken_back boolean NOT NULL,
            recorded_by uuid,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            PRIMARY KEY (case_id, ordinal, turn),
            FOREIGN KEY (case_id, ordinal) REFERENCES stay,
            CONSTRAINT so_many_turns_in_a_stay CHECK (turn BETWEEN 1 AND 998)
        );
        CREATE INDEX parent_return_by_place ON parent_return (place, as_of)
    """)
    restrict_rows(op, "parent_return")
    revoke(op, "app", "UPDATE, DELETE", "parent_return")
    grant(op, "app", "UPDATE (taken_back)", "parent_return")
