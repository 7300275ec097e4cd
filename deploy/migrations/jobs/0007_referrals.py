"""Referrals of those who seek work."""

from alembic import op

from deploy.migrations.mechanism import restrict_rows, revoke

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table of referrals, which holds people."""
    op.execute("""
        CREATE TABLE referral (
            id uuid PRIMARY KEY,
            need uuid NOT NULL UNIQUE,
            seeker uuid NOT NULL,
            taken_on date NOT NULL,
            moved_on date NOT NULL,
            state text NOT NULL,
            posting uuid REFERENCES posting,
            matched_on date,
            outcome text,
            closed_on date,
            turns integer NOT NULL,
            reminded_on date,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT goes_on_after_it_was_taken CHECK (matched_on >= taken_on AND closed_on >= taken_on)
        );
        CREATE INDEX referral_by_place ON referral (place, taken_on, id);
        CREATE INDEX referral_open ON referral (moved_on) WHERE state <> 'closed'
    """)
    revoke(op, "app", "DELETE", "referral")
    restrict_rows(op, "referral")
