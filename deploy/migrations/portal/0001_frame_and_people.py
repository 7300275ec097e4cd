"""The frame, the event log, people and their sessions."""

from alembic import op

from deploy.migrations.mechanism import create_answered, create_event_log, create_frame, create_scope

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make portal's tables."""
    create_frame(op)
    create_scope(op)
    create_answered(op)
    create_event_log(op)
    op.execute("""
        CREATE TABLE person (
            id uuid PRIMARY KEY,
            login text NOT NULL UNIQUE,
            password_hash text NOT NULL,
            name text NOT NULL,
            organisation uuid NOT NULL,
            place char(12) NOT NULL,
            roles text[] NOT NULL,
            scope text[] NOT NULL,
            valid_to date,
            failures integer NOT NULL,
            locked_until timestamptz
        );
        CREATE TABLE sign_in (
            digest text PRIMARY KEY,
            person uuid NOT NULL REFERENCES person (id),
            expires_at timestamptz NOT NULL
        );
        ALTER TABLE person ENABLE ROW LEVEL SECURITY;
        ALTER TABLE person FORCE ROW LEVEL SECURITY;
        CREATE POLICY in_scope ON person USING (in_scope(place));
        CREATE POLICY oneself ON person USING (
            login = current_setting('nuandong.login', true) OR id::text = current_setting('nuandong.person', true)
        )
    """)
    op.execute("""
        DO $$ BEGIN EXECUTE format('REVOKE SELECT ON person, sign_in FROM %I', current_database() || '_reader'); END $$
    """)
