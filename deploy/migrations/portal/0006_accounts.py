"""What belongs to an account: position, second factor, identity elsewhere, invitation; sessions can be told apart."""

from alembic import op

from deploy.migrations.mechanism import revoke

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the columns and the tables; each row is seen by whoever may see its person, or holds its secret."""
    op.execute("""
        ALTER TABLE person ADD COLUMN position text;
        ALTER TABLE sign_in
            ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
            ADD COLUMN begun_at timestamptz NOT NULL DEFAULT now(),
            ADD COLUMN through text NOT NULL DEFAULT 'password';
        CREATE TABLE second_factor (
            person uuid PRIMARY KEY REFERENCES person (id),
            sealed bytea NOT NULL,
            confirmed_at timestamptz,
            last_step bigint NOT NULL
        );
        CREATE TABLE linked_identity (
            issuer text,
            subject text,
            person uuid NOT NULL REFERENCES person (id),
            linked_at timestamptz NOT NULL,
            PRIMARY KEY (issuer, subject),
            UNIQUE (person, issuer)
        );
        CREATE TABLE invitation (
            id uuid PRIMARY KEY,
            digest text NOT NULL UNIQUE,
            position text NOT NULL,
            for_whom text NOT NULL,
            organisation uuid NOT NULL,
            place char(12) NOT NULL,
            scope text[] NOT NULL,
            invited_by uuid,
            invited_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            accepted_by uuid,
            taken_back_at timestamptz
        )
    """)
    revoke(op, "reader", "SELECT", "second_factor, linked_identity, invitation")
    revoke(op, "app", "DELETE", "invitation")
    for table in ("second_factor", "linked_identity", "invitation"):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute("""
        CREATE POLICY of_its_person ON second_factor USING (
            EXISTS (SELECT FROM person WHERE person.id = second_factor.person)
        );
        CREATE POLICY of_its_person ON linked_identity USING (
            EXISTS (SELECT FROM person WHERE person.id = linked_identity.person)
        );
        CREATE POLICY proved ON linked_identity FOR SELECT USING (
            subject = current_setting('nuandong.subject', true)
        );
        CREATE POLICY in_scope ON invitation USING (in_scope(place));
        CREATE POLICY held ON invitation USING (digest = current_setting('nuandong.invitation', true))
    """)
