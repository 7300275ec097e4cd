"""Views: the filters of a list that somebody keeps under a name."""

from alembic import op

from deploy.migrations.mechanism import revoke

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table; a row is seen by whoever may see its person."""
    op.execute("""
        CREATE TABLE saved_view (
            id uuid PRIMARY KEY,
            person uuid NOT NULL REFERENCES person (id),
            thing text NOT NULL,
            title text NOT NULL,
            filters jsonb NOT NULL,
            kept_at timestamptz NOT NULL
        );
        CREATE INDEX saved_view_of_person ON saved_view (person, thing);
        ALTER TABLE saved_view ENABLE ROW LEVEL SECURITY;
        ALTER TABLE saved_view FORCE ROW LEVEL SECURITY;
        CREATE POLICY of_its_person ON saved_view USING (
            EXISTS (SELECT FROM person WHERE person.id = saved_view.person)
        )
    """)
    revoke(op, "reader", "SELECT", "saved_view")
