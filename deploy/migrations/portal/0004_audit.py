"""The audit log: who signed in, was refused, exported or looked at somebody; nobody rewrites it."""

from alembic import op

from deploy.migrations.mechanism import revoke

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table; whoever answers for a place sees what was done from there, or to what lies there."""
    op.execute("""
        CREATE TABLE audit_entry (
            id uuid PRIMARY KEY,
            at timestamptz NOT NULL,
            kind text NOT NULL,
            person uuid,
            organisation uuid,
            place char(12) NOT NULL,
            concerning char(12),
            about text,
            detail jsonb NOT NULL
        );
        CREATE INDEX audit_entry_by_time ON audit_entry (at, id);
        CREATE INDEX audit_entry_by_person ON audit_entry (person, at);
        CREATE INDEX audit_entry_by_subject ON audit_entry (about, at) WHERE about IS NOT NULL;
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry FOR EACH STATEMENT
            EXECUTE FUNCTION refuse_rewriting();
        ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
        ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY;
        CREATE POLICY noted ON audit_entry FOR INSERT WITH CHECK (true);
        CREATE POLICY shown ON audit_entry FOR SELECT USING (
            in_scope(place) OR in_scope(concerning) OR person::text = current_setting('nuandong.person', true)
        )
    """)
    revoke(op, "app", "UPDATE, DELETE", "audit_entry")
    revoke(op, "reader", "SELECT", "audit_entry")
