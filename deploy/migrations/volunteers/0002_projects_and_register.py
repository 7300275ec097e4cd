"""Opening hours and partners of stations, projects, and the register of volunteers."""

from alembic import op

from deploy.migrations.mechanism import revoke

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what stations say of themselves, and the registers.

    The register is not confined to a scope: a volunteer may serve in any city, and the row holds a random key only.
    """
    op.execute("""
        ALTER TABLE station
            ADD COLUMN partner uuid,
            ADD COLUMN weekdays text[] NOT NULL
                DEFAULT '{monday,tuesday,wednesday,thursday,friday,saturday,sunday}',
            ADD COLUMN opens_at time NOT NULL DEFAULT '08:00',
            ADD COLUMN closes_at time NOT NULL DEFAULT '20:00',
            ADD CONSTRAINT closes_after_it_opens CHECK (opens_at < closes_at);
        ALTER TABLE station
            ALTER COLUMN weekdays DROP DEFAULT,
            ALTER COLUMN opens_at DROP DEFAULT,
            ALTER COLUMN closes_at DROP DEFAULT;
        CREATE TABLE project (
            id uuid PRIMARY KEY,
            revision integer NOT NULL,
            number text NOT NULL,
            published_on date NOT NULL,
            starts_on date NOT NULL,
            ends_on date NOT NULL,
            recorded_at timestamptz NOT NULL,
            recorded_by uuid,
            withdrawn_at timestamptz,
            withdrawn_reason text,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT published_before_it_began CHECK (published_on < starts_on),
            CONSTRAINT project_ends_after_it_starts CHECK (starts_on <= ends_on)
        );
        CREATE UNIQUE INDEX one_project_per_number ON project (number) WHERE withdrawn_at IS NULL;
        CREATE INDEX project_by_place ON project (place, published_on);
        CREATE TABLE volunteer (
            id uuid PRIMARY KEY,
            revision integer NOT NULL,
            source text NOT NULL,
            trained_on date,
            insured_until date,
            recruited_on date NOT NULL,
            left_on date,
            recorded_at timestamptz NOT NULL,
            recorded_by uuid,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT left_after_recruited CHECK (left_on >= recruited_on)
        );
        CREATE INDEX volunteer_by_place ON volunteer (place, recruited_on);
        ALTER TABLE shift ADD COLUMN project uuid REFERENCES project;
        ALTER TABLE attendance ADD FOREIGN KEY (volunteer) REFERENCES volunteer NOT VALID
    """)
    for table in ("project", "volunteer"):
        revoke(op, "app", "DELETE", table)
