"""月报: who owes one, the steps it takes, and what it froze, which nobody rewrites."""

from alembic import op

from deploy.migrations.mechanism import create_answered, revoke

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables of returns."""
    create_answered(op)
    op.execute(_RETURNS)
    op.execute(_FROZEN)
    revoke(op, "app", "DELETE", "monthly_return, county_confirmed")
    revoke(op, "app", "UPDATE, DELETE", "return_step, frozen, frozen_share")


_RETURNS = """
    CREATE TABLE monthly_return (
        id uuid PRIMARY KEY,
        city char(12) NOT NULL,
        organisation uuid NOT NULL,
        month text NOT NULL,
        season text NOT NULL,
        kind text NOT NULL,
        counties text[] NOT NULL,
        opened_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        due_on date NOT NULL,
        state text NOT NULL,
        revision integer NOT NULL,
        highlights text NOT NULL,
        problems text NOT NULL,
        next_steps text NOT NULL,
        nothing boolean NOT NULL,
        submitted_at timestamptz,
        freezes integer NOT NULL,
        corrections integer NOT NULL,
        unlocked_by uuid,
        unlocked_reason text,
        unlocked_until date,
        CONSTRAINT one_return_of_a_city UNIQUE (month, city)
    );
    CREATE INDEX monthly_return_of_a_season ON monthly_return (season, city);
    CREATE TABLE county_confirmed (
        return_id uuid REFERENCES monthly_return,
        county char(12),
        by uuid NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (return_id, county)
    );
    CREATE TABLE return_step (
        return_id uuid REFERENCES monthly_return,
        revision integer,
        step text NOT NULL,
        by uuid,
        at timestamptz NOT NULL,
        reason text NOT NULL,
        PRIMARY KEY (return_id, revision)
    )
"""

_FROZEN = """
    CREATE TABLE frozen (
        return_id uuid REFERENCES monthly_return,
        number integer,
        at timestamptz NOT NULL,
        hash text NOT NULL,
        content jsonb NOT NULL,
        positions jsonb NOT NULL,
        PRIMARY KEY (return_id, number)
    );
    CREATE TABLE frozen_share (
        return_id uuid,
        number integer,
        month text,
        indicator text,
        breakdown text,
        value bigint NOT NULL,
        PRIMARY KEY (return_id, number, month, indicator, breakdown),
        FOREIGN KEY (return_id, number) REFERENCES frozen
    )
"""
