"""Memberships and links that were recorded by mistake are struck: they stay, and count no more."""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Let memberships and links be struck, and made anew."""
    op.execute("""
        ALTER TABLE membership ADD struck_at timestamptz, ADD struck_reason text;
        ALTER TABLE mentor_pair ADD struck_at timestamptz, ADD struck_reason text;
        DROP INDEX one_membership_at_a_time;
        CREATE UNIQUE INDEX one_membership_at_a_time ON membership (association, member)
            WHERE left_on IS NULL AND struck_at IS NULL;
        DROP INDEX one_link_at_a_time;
        CREATE UNIQUE INDEX one_link_at_a_time ON mentor_pair (mentor, mentee)
            WHERE released_on IS NULL AND struck_at IS NULL
    """)
