"""The event log, postings and fairs."""

from alembic import op

from deploy.migrations.mechanism import create_answered, create_event_log, create_frame, create_scope

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make jobs' tables."""
    create_frame(op)
    create_scope(op)
    create_answered(op)
    create_event_log(op)
    op.execute("""
        CREATE TABLE posting (
            id uuid PRIMARY KEY,
            employer uuid NOT NULL,
            title text NOT NULL,
            external_id text NOT NULL,
            trade text NOT NULL,
            workplace text NOT NULL,
            headcount integer NOT NULL,
            wage_low_fen integer NOT NULL,
            wage_high_fen integer NOT NULL,
            channels text[] NOT NULL,
            opens_on date NOT NULL,
            closes_on date NOT NULL,
            verified_on date NOT NULL,
            closed_on date,
            close_reason text,
            filled integer NOT NULL,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT no_more_filled_than_wanted CHECK (filled <= headcount),
            CONSTRAINT closes_after_it_opens CHECK (opens_on <= closes_on)
        );
        CREATE INDEX posting_by_place ON posting (place, opens_on, id);
        CREATE INDEX posting_open ON posting (closes_on) WHERE closed_on IS NULL;
        CREATE UNIQUE INDEX one_posting_per_external_id ON posting (employer, external_id) WHERE external_id <> '';
        CREATE TABLE fair (
            id uuid PRIMARY KEY,
            joint_organisations uuid[] NOT NULL,
            mode text NOT NULL,
            venue text NOT NULL,
            organiser_kind text NOT NULL,
            planned_on date NOT NULL,
            state text NOT NULL,
            held_on date,
            held_at timestamptz,
            travel_window text,
            visitors integer,
            intents integer,
            confirmed_on date,
            hires integer,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT no_more_intents_than_visitors CHECK (intents <= visitors),
            CONSTRAINT no_more_hires_than_intents CHECK (hires <= intents)
        );
        CREATE INDEX fair_by_place ON fair (place, planned_on, id);
        CREATE TABLE booth (
            fair uuid REFERENCES fair,
            employer uuid,
            postings uuid[] NOT NULL,
            came boolean NOT NULL,
            PRIMARY KEY (fair, employer)
        );
        CREATE TABLE offer (
            fair uuid REFERENCES fair,
            posting uuid REFERENCES posting,
            showing uuid NOT NULL,
            headcount integer NOT NULL,
            PRIMARY KEY (fair, posting)
        )
    """)
