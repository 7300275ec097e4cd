"""Wishes, the promises and delays of each, and whose they are."""

from alembic import op

from deploy.migrations.mechanism import restrict_rows, revoke

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of wishes; the one that holds a child is seen in scope alone."""
    op.execute("""
        CREATE TABLE wish (
            id uuid PRIMARY KEY,
            item text NOT NULL,
            reason text NOT NULL,
            size text,
            age_band text NOT NULL,
            value_fen integer NOT NULL CHECK (value_fen > 0),
            shares integer NOT NULL CHECK (shares > 0),
            taken integer NOT NULL,
            state text NOT NULL,
            round integer NOT NULL,
            gathered_on date NOT NULL,
            gathered_by uuid NOT NULL,
            reviewed_by uuid,
            reviewed_at timestamptz,
            verdict text,
            published_on date,
            claimed_on date,
            lapsed_on date,
            sent_on date,
            delivered_on date,
            handed_at text,
            thanks text,
            cancel_reason text,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT no_share_is_promised_twice CHECK (taken BETWEEN 0 AND shares),
            CONSTRAINT nobody_reviews_their_own CHECK (reviewed_by <> gathered_by)
        );
        CREATE INDEX wish_by_state ON wish (state, published_on, id);
        CREATE INDEX wish_by_place ON wish (place, gathered_on);
        CREATE TABLE wisher (
            wish uuid PRIMARY KEY REFERENCES wish,
            case_id uuid NOT NULL REFERENCES child_case,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL
        );
        CREATE INDEX wisher_by_case ON wisher (case_id);
        CREATE TABLE wish_claim (
            id uuid PRIMARY KEY,
            wish uuid NOT NULL REFERENCES wish,
            donor uuid NOT NULL,
            shares integer NOT NULL CHECK (shares > 0),
            claimed_on date NOT NULL,
            told integer NOT NULL,
            released_on date,
            release_reason text
        );
        CREATE INDEX wish_claim_by_wish ON wish_claim (wish);
        CREATE TABLE wish_delay (
            wish uuid REFERENCES wish,
            round integer,
            since date NOT NULL,
            until date,
            PRIMARY KEY (wish, round),
            CONSTRAINT delay_ends_after_it_begins CHECK (until >= since)
        );
        CREATE UNIQUE INDEX one_standing_delay ON wish_delay (wish) WHERE until IS NULL
    """)
    restrict_rows(op, "wisher")
    revoke(op, "app", "DELETE", "wish, wisher, wish_claim, wish_delay")
