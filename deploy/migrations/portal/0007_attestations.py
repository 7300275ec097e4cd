"""Attestations of service and training, found by the digest of the code that is printed on them."""

from alembic import op

from deploy.migrations.mechanism import revoke

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table; a row is seen by whoever holds its code, and by those in whose scope it lies."""
    op.execute("""
        CREATE TABLE attestation (
            digest text PRIMARY KEY,
            name_digest text NOT NULL,
            kind text NOT NULL,
            about uuid NOT NULL,
            place char(12) NOT NULL,
            organisation uuid NOT NULL,
            attested jsonb NOT NULL,
            issued_on date NOT NULL,
            issued_by uuid
        );
        ALTER TABLE attestation ENABLE ROW LEVEL SECURITY;
        ALTER TABLE attestation FORCE ROW LEVEL SECURITY;
        CREATE POLICY in_scope ON attestation USING (in_scope(place));
        CREATE POLICY held ON attestation USING (digest = current_setting('nuandong.attestation', true))
    """)
    revoke(op, "reader", "SELECT", "attestation")
    revoke(op, "app", "UPDATE, DELETE", "attestation")
