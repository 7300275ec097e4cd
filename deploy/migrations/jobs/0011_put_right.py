"""What was said of postings and fairs may be put right; each time a posting appears on a channel is a row."""

from alembic import op

from deploy.migrations.mechanism import revoke

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Count how often postings and fairs were told, and keep announcements in a table of their own."""
    op.execute("""
        CREATE TABLE announcement (
            posting uuid REFERENCES posting,
            channel text,
            announced_on date,
            PRIMARY KEY (posting, channel, announced_on)
        );
        INSERT INTO announcement SELECT id, unnest(channels), opens_on FROM posting;
        ALTER TABLE posting DROP COLUMN channels,
            ADD revision integer NOT NULL DEFAULT 1,
            ADD closings integer NOT NULL DEFAULT 0,
            ADD reminded_on date;
        UPDATE posting SET closings = 1 WHERE closed_on IS NOT NULL;
        ALTER TABLE posting ALTER revision DROP DEFAULT, ALTER closings DROP DEFAULT;
        ALTER TABLE fair ADD reason text,
            ADD holdings integer NOT NULL DEFAULT 0,
            ADD confirmations integer NOT NULL DEFAULT 0;
        UPDATE fair SET holdings = (held_on IS NOT NULL)::int, confirmations = (confirmed_on IS NOT NULL)::int;
        ALTER TABLE fair ALTER holdings DROP DEFAULT, ALTER confirmations DROP DEFAULT
    """)
    revoke(op, "app", "DELETE", "announcement")
