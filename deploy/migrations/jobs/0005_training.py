"""Training: the menu of courses, classes with their lessons, and who is enrolled in them."""

from alembic import op

from deploy.migrations.mechanism import restrict_rows, revoke

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables of training; lessons and enrolments hold people."""
    op.execute("""
        CREATE TABLE course (
            id uuid PRIMARY KEY,
            title text NOT NULL,
            trade text NOT NULL,
            hours integer NOT NULL,
            least_attended integer NOT NULL,
            offered_on date NOT NULL,
            withdrawn_on date,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT withdrawn_after_it_was_offered CHECK (withdrawn_on >= offered_on)
        );
        CREATE INDEX course_by_place ON course (place, offered_on, id);
        CREATE TABLE training_class (
            id uuid PRIMARY KEY,
            joint_organisations uuid[] NOT NULL,
            course uuid NOT NULL REFERENCES course,
            trade text NOT NULL,
            capacity integer NOT NULL,
            waiting_places integer NOT NULL,
            opened_on date NOT NULL,
            enrol_until date NOT NULL,
            state text NOT NULL,
            revision integer NOT NULL,
            completed_on date,
            lessons integer,
            taught integer,
            reason text,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT room_for_somebody CHECK (capacity > 0 AND waiting_places >= 0),
            CONSTRAINT enrols_after_it_opens CHECK (opened_on <= enrol_until)
        );
        CREATE INDEX training_class_by_place ON training_class (place, opened_on, id);
        CREATE TABLE lesson (
            id uuid PRIMARY KEY,
            training_class uuid NOT NULL REFERENCES training_class,
            venue char(12) NOT NULL,
            starts_at timestamptz NOT NULL,
            ends_at timestamptz NOT NULL,
            held_on date NOT NULL,
            state text NOT NULL,
            attended uuid[] NOT NULL,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT lesson_ends_after_it_starts CHECK (starts_at < ends_at)
        );
        CREATE INDEX lesson_by_class ON lesson (training_class, starts_at);
        CREATE TABLE enrolment (
            id uuid PRIMARY KEY,
            training_class uuid NOT NULL REFERENCES training_class,
            trainee uuid NOT NULL,
            state text NOT NULL,
            turn integer NOT NULL,
            enrolled_on date NOT NULL,
            left_on date,
            lessons integer NOT NULL,
            certificate uuid,
            certificate_kind text,
            certificate_number text,
            certified_on date,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT one_enrolment_per_trainee UNIQUE (training_class, trainee),
            CONSTRAINT one_turn_each UNIQUE (training_class, turn)
        );
        CREATE INDEX enrolment_by_trainee ON enrolment (trainee)
    """)
    for table in ("course", "training_class", "lesson", "enrolment"):
        revoke(op, "app", "DELETE", table)
    for table in ("lesson", "enrolment"):
        restrict_rows(op, table)
