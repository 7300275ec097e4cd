"""Attendances made up for: asked by one person, decided by another."""

from alembic import op

from deploy.migrations.mechanism import restrict_rows, revoke

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Say of every attendance whether it was made up, and make the table of what is asked."""
    op.execute("""
        ALTER TABLE attendance ADD COLUMN origin text NOT NULL DEFAULT 'checked_in';
        ALTER TABLE attendance ALTER COLUMN origin DROP DEFAULT;
        CREATE TABLE make_up (
            id uuid PRIMARY KEY,
            shift uuid NOT NULL REFERENCES shift,
            held_on date NOT NULL,
            volunteer uuid NOT NULL REFERENCES volunteer,
            post text NOT NULL,
            came_at timestamptz NOT NULL,
            left_at timestamptz NOT NULL,
            reason text NOT NULL,
            state text NOT NULL,
            asked_by uuid NOT NULL,
            asked_at timestamptz NOT NULL,
            decided_by uuid,
            decided_at timestamptz,
            refused_reason text,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT decided_by_another CHECK (decided_by <> asked_by),
            CONSTRAINT made_up_left_after_coming CHECK (came_at < left_at)
        );
        CREATE UNIQUE INDEX one_open_make_up ON make_up (shift, volunteer) WHERE state = 'asked';
        CREATE INDEX make_up_by_state ON make_up (state, asked_at)
    """)
    revoke(op, "app", "DELETE", "make_up")
    restrict_rows(op, "make_up")
