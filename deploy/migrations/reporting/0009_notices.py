"""Where reminders go, and the digests that were drawn up for each recipient and day."""

from alembic import op

from deploy.migrations.mechanism import revoke

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables."""
    op.execute("""
        CREATE TABLE notice_channel (
            place char(12),
            kind text,
            address text,
            open boolean NOT NULL,
            set_on date NOT NULL,
            set_by uuid NOT NULL,
            PRIMARY KEY (place, kind, address)
        );
        CREATE TABLE notice (
            id uuid PRIMARY KEY,
            kind text NOT NULL,
            address text NOT NULL,
            "on" date NOT NULL,
            returns uuid[] NOT NULL,
            subject text NOT NULL,
            lines text[] NOT NULL,
            attempts integer NOT NULL DEFAULT 0,
            tried_at timestamptz,
            sent_at timestamptz,
            CONSTRAINT one_digest_a_day UNIQUE (kind, address, "on")
        )
    """)
    revoke(op, "app", "DELETE", "notice_channel, notice")
