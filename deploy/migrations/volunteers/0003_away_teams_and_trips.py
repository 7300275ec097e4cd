"""Acts, the first being trips from door to door, and teams outside the province."""

from alembic import op

from deploy.migrations.mechanism import create_acts, revoke

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables of acts and of teams."""
    create_acts(op)
    op.execute("""
        CREATE TABLE away_team (
            id uuid PRIMARY KEY,
            name text NOT NULL,
            formed_on date NOT NULL,
            dissolved_on date,
            recorded_at timestamptz NOT NULL,
            recorded_by uuid,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT outside_the_province CHECK (place NOT LIKE '51%'),
            CONSTRAINT dissolved_after_formed CHECK (dissolved_on >= formed_on)
        );
        CREATE INDEX away_team_by_home ON away_team (home, formed_on)
    """)
    revoke(op, "app", "DELETE", "away_team")
