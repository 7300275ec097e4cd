"""Tokens of organisations' programs: a program sees its own, people those within their scope."""

from alembic import op

from deploy.migrations.mechanism import revoke

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table."""
    op.execute("""
        CREATE TABLE api_token (
            id uuid PRIMARY KEY,
            digest text NOT NULL UNIQUE,
            title text NOT NULL,
            organisation uuid NOT NULL,
            place char(12) NOT NULL,
            roles text[] NOT NULL,
            scope text[] NOT NULL,
            issued_by uuid,
            issued_at timestamptz NOT NULL,
            expires_on date NOT NULL,
            revoked_at timestamptz
        );
        ALTER TABLE api_token ENABLE ROW LEVEL SECURITY;
        ALTER TABLE api_token FORCE ROW LEVEL SECURITY;
        CREATE POLICY in_scope ON api_token USING (in_scope(place));
        CREATE POLICY itself ON api_token FOR SELECT USING (digest = current_setting('nuandong.program', true))
    """)
    revoke(op, "app", "DELETE", "api_token")
    revoke(op, "reader", "SELECT", "api_token")
