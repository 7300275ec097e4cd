"""What was known of an aid's receipt, from which day on."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Keep every state of a receipt instead of the last one; what came with the delivery is the first."""
    op.execute("""
        SELECT set_config('nuandong.scope', '{""}', true);
        CREATE TABLE aid_receipt (
            aid uuid REFERENCES aid,
            number smallint,
            receipt text NOT NULL,
            receipt_on date NOT NULL,
            recorded_by uuid,
            PRIMARY KEY (aid, number)
        );
        INSERT INTO aid_receipt (aid, number, receipt, receipt_on, recorded_by)
        SELECT id, 0, CASE WHEN receipt_on > delivered_on THEN 'unsigned' ELSE receipt END, delivered_on, delivered_by
        FROM aid WHERE delivered_on IS NOT NULL;
        INSERT INTO aid_receipt (aid, number, receipt, receipt_on)
        SELECT id, 1, receipt, receipt_on FROM aid WHERE receipt_on > delivered_on;
        ALTER TABLE aid DROP COLUMN receipt, DROP COLUMN receipt_on, DROP COLUMN receipts;
        ALTER TABLE aid_receipt ENABLE ROW LEVEL SECURITY;
        ALTER TABLE aid_receipt FORCE ROW LEVEL SECURITY;
        CREATE POLICY of_its_aid ON aid_receipt USING (EXISTS (SELECT FROM aid WHERE aid.id = aid_receipt.aid))
    """)
