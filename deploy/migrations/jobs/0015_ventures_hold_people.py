"""Ventures hold people: associations, mentors and loans are seen inside the caller's scope only, and what is theirs."""

from alembic import op

from deploy.migrations.mechanism import restrict_rows

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Restrict the rows of those tables."""
    for table in ("association", "mentor", "loan"):
        restrict_rows(op, table)
    _restrict_to("association", "membership")
    _restrict_to("mentor", "mentor_pair")
    _restrict_to("mentor", "mentor_load")
    _restrict_to("loan", "loan_step")


def _restrict_to(whose: str, table: str) -> None:
    """Show a row where the row that it belongs to is shown; the reader sees all of them."""
    op.execute(f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY of_its_{whose} ON {table}
            USING (EXISTS (SELECT FROM {whose} WHERE {whose}.id = {table}.{whose}))
    """)
    op.execute(
        f"DO $$ BEGIN EXECUTE format('CREATE POLICY counted ON {table} FOR SELECT TO %I USING (true)',"
        " current_database() || '_reader'); END $$"
    )
