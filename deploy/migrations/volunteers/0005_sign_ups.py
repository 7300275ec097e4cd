"""Signing up for shifts, waiting for a place, and how much of a day somebody signed up for."""

from alembic import op

from deploy.migrations.mechanism import restrict_rows, revoke

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables of sign-ups.

    A booked day has no place, so that nobody's hours of a day are divided among cities; it names a random key only.
    """
    op.execute("""
        ALTER TABLE shift ADD COLUMN sign_up_from timestamptz, ADD COLUMN sign_up_until timestamptz;
        UPDATE shift SET sign_up_from = opened_at, sign_up_until = starts_at;
        ALTER TABLE shift
            ALTER COLUMN sign_up_from SET NOT NULL,
            ALTER COLUMN sign_up_until SET NOT NULL,
            ADD CONSTRAINT signed_up_for_before_it_began
                CHECK (sign_up_from < sign_up_until AND sign_up_until <= starts_at);
        CREATE TABLE sign_up (
            id uuid PRIMARY KEY,
            shift uuid NOT NULL REFERENCES shift,
            turn integer NOT NULL,
            starts_at timestamptz NOT NULL,
            ends_at timestamptz NOT NULL,
            held_on date NOT NULL,
            volunteer uuid NOT NULL REFERENCES volunteer,
            post text NOT NULL,
            state text NOT NULL,
            recorded_at timestamptz NOT NULL,
            recorded_by uuid,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT one_shift_at_a_time EXCLUDE USING gist (
                volunteer WITH =, tstzrange(starts_at, ends_at) WITH &&
            ) WHERE (state = 'signed')
        );
        CREATE UNIQUE INDEX once_signed_up ON sign_up (shift, volunteer) WHERE state IN ('signed', 'waiting', 'came');
        CREATE UNIQUE INDEX sign_up_by_shift ON sign_up (shift, turn);
        CREATE INDEX sign_up_by_place ON sign_up (place, held_on);
        CREATE TABLE booked_day (
            volunteer uuid REFERENCES volunteer,
            day date,
            minutes integer NOT NULL,
            PRIMARY KEY (volunteer, day),
            CONSTRAINT so_many_hours_a_day CHECK (minutes BETWEEN 0 AND 720)
        )
    """)
    for table in ("sign_up", "booked_day"):
        revoke(op, "app", "DELETE", table)
    restrict_rows(op, "sign_up")
