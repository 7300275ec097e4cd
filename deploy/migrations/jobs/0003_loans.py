"""Loans to young people who start a business, with every stage."""

from alembic import op

from deploy.migrations.mechanism import revoke

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables of loans."""
    op.execute("""
        CREATE TABLE loan (
            id uuid PRIMARY KEY,
            borrower uuid NOT NULL,
            stage text,
            reject_reason text,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL
        );
        CREATE INDEX loan_by_place ON loan (place, id);
        CREATE UNIQUE INDEX one_loan_under_way ON loan (borrower)
            WHERE stage IN ('recommended', 'accepted', 'credited');
        CREATE TABLE loan_step (
            loan uuid REFERENCES loan,
            turn integer,
            stage text NOT NULL,
            reached_on date NOT NULL,
            amount_fen integer NOT NULL,
            recorded_by uuid,
            taken_back_at timestamptz,
            taken_back_reason text,
            PRIMARY KEY (loan, turn)
        )
    """)
    revoke(op, "app", "DELETE", "loan, loan_step")
