"""Students who are vetted and bound by the code of conduct, and the children they look after."""

from alembic import op

from deploy.migrations.mechanism import restrict_rows, revoke

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables of students and pairings; both hold people, and are seen in scope alone."""
    op.execute("""
        CREATE TABLE student (
            id uuid PRIMARY KEY,
            programmes text[] NOT NULL CHECK (programmes <> '{}'),
            state text NOT NULL,
            reported_on date NOT NULL,
            reported_by uuid NOT NULL,
            vetted_by uuid,
            vetted_at timestamptz,
            vetting text,
            code_edition integer,
            code_signed_on date,
            barred_on date,
            bar_reason text,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT nobody_vets_their_own CHECK (vetted_by <> reported_by)
        );
        CREATE INDEX student_by_place ON student (place, reported_on);
        CREATE TABLE pairing (
            id uuid PRIMARY KEY,
            student uuid NOT NULL REFERENCES student,
            case_id uuid NOT NULL REFERENCES child_case,
            child uuid NOT NULL,
            since date NOT NULL,
            until date,
            end_reason text,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT ended_after_it_began CHECK (until >= since)
        );
        CREATE UNIQUE INDEX one_standing_pairing ON pairing (student, case_id) WHERE until IS NULL;
        CREATE INDEX pairing_by_case ON pairing (case_id);
        CREATE INDEX pairing_by_place ON pairing (place, since)
    """)
    for table in ("student", "pairing"):
        restrict_rows(op, table)
    revoke(op, "app", "DELETE", "student, pairing")
