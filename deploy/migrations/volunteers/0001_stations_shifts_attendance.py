"""The event log, stations, shifts and attendance."""

from alembic import op

from deploy.migrations.mechanism import (
    create_answered,
    create_event_log,
    create_frame,
    create_scope,
    restrict_rows,
    revoke,
)

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make volunteers' tables, from which no application deletes."""
    create_frame(op)
    create_scope(op)
    create_answered(op)
    create_event_log(op)
    op.execute("""
        CREATE TABLE station (
            id uuid PRIMARY KEY,
            revision integer NOT NULL,
            hub_kind text NOT NULL,
            hub uuid NOT NULL,
            opened_on date NOT NULL,
            closed_on date,
            recorded_at timestamptz NOT NULL,
            recorded_by uuid,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT closed_after_it_opened CHECK (closed_on >= opened_on)
        );
        CREATE INDEX station_by_place ON station (place, opened_on);
        CREATE TABLE shift (
            id uuid PRIMARY KEY,
            station uuid NOT NULL REFERENCES station,
            starts_at timestamptz NOT NULL,
            ends_at timestamptz NOT NULL,
            held_on date NOT NULL,
            state text NOT NULL,
            revision integer NOT NULL,
            opened_at timestamptz NOT NULL,
            opened_by uuid,
            cancelled_reason text,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT opened_before_it_began CHECK (opened_at < starts_at),
            CONSTRAINT ends_after_it_starts CHECK (starts_at < ends_at)
        );
        CREATE INDEX shift_by_station ON shift (station, held_on);
        CREATE INDEX shift_by_place ON shift (place, held_on);
        CREATE TABLE shift_post (
            shift uuid REFERENCES shift,
            post text,
            needed integer NOT NULL,
            served integer NOT NULL,
            PRIMARY KEY (shift, post)
        );
        CREATE TABLE attendance (
            id uuid PRIMARY KEY,
            shift uuid NOT NULL REFERENCES shift,
            shift_ends_at timestamptz NOT NULL,
            held_on date NOT NULL,
            volunteer uuid NOT NULL,
            post text NOT NULL,
            checked_in_at timestamptz NOT NULL,
            checked_in_on date NOT NULL,
            turn smallint NOT NULL,
            checked_out_at timestamptz,
            minutes integer,
            recorded_at timestamptz NOT NULL,
            recorded_by uuid,
            voided_at timestamptz,
            voided_reason text,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT three_check_ins_a_day CHECK (turn BETWEEN 1 AND 3),
            CONSTRAINT left_after_coming CHECK (checked_out_at > checked_in_at),
            CONSTRAINT one_place_at_a_time EXCLUDE USING gist (
                volunteer WITH =, tstzrange(checked_in_at, coalesce(checked_out_at, shift_ends_at)) WITH &&
            ) WHERE (voided_at IS NULL)
        );
        CREATE UNIQUE INDEX one_of_three_a_day ON attendance (volunteer, checked_in_on, turn) WHERE voided_at IS NULL;
        CREATE UNIQUE INDEX once_on_a_shift ON attendance (shift, volunteer) WHERE voided_at IS NULL;
        CREATE INDEX attendance_by_place ON attendance (place, held_on)
    """)
    for table in ("station", "shift", "shift_post", "attendance"):
        revoke(op, "app", "DELETE", table)
    restrict_rows(op, "attendance")
