"""Winter packs: batches with every movement of their stock, and the packs put aside for a child."""

from alembic import op

from deploy.migrations.mechanism import restrict_rows, revoke

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables of packs; the one that holds children is seen in scope alone."""
    op.execute("""
        CREATE TABLE pack_batch (
            id uuid PRIMARY KEY,
            donor uuid NOT NULL,
            contents text[] NOT NULL,
            unit_fen integer NOT NULL CHECK (unit_fen > 0),
            received integer NOT NULL CHECK (received > 0),
            received_on date NOT NULL,
            stock integer NOT NULL,
            movements integer NOT NULL,
            moved_at timestamptz NOT NULL,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            CONSTRAINT stock_never_below_zero CHECK (stock BETWEEN 0 AND received)
        );
        CREATE INDEX pack_batch_by_place ON pack_batch (place, received_on);
        CREATE TABLE pack_movement (
            batch uuid REFERENCES pack_batch,
            ordinal integer,
            kind text NOT NULL,
            packs integer NOT NULL,
            stock integer NOT NULL,
            moved_on date NOT NULL,
            reason text,
            PRIMARY KEY (batch, ordinal)
        );
        CREATE TABLE pack (
            id uuid PRIMARY KEY,
            batch uuid NOT NULL REFERENCES pack_batch,
            case_id uuid NOT NULL REFERENCES child_case,
            value_fen integer NOT NULL,
            state text NOT NULL,
            allotted_on date NOT NULL,
            delivered_on date,
            handed_at text,
            station uuid,
            receipt text,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL
        );
        CREATE UNIQUE INDEX one_pack_of_a_batch ON pack (case_id, batch) WHERE state <> 'returned';
        CREATE INDEX pack_by_place ON pack (place, allotted_on)
    """)
    restrict_rows(op, "pack")
    revoke(op, "app", "DELETE", "pack_batch, pack")
    revoke(op, "app", "UPDATE, DELETE", "pack_movement")
