"""Policies drafted for the next version of a list."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the table of drafts."""
    op.execute("""
        CREATE TABLE policy_draft (
            id uuid PRIMARY KEY,
            department text NOT NULL,
            title text NOT NULL,
            benefit text NOT NULL,
            eligibility text NOT NULL,
            how_to_apply text NOT NULL,
            valid_from date NOT NULL,
            valid_to date,
            listed_in uuid REFERENCES policy_list,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL
        );
        CREATE INDEX policy_draft_waiting ON policy_draft (place, id) WHERE listed_in IS NULL
    """)
