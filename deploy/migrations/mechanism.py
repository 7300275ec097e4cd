"""Frozen steps that several histories share: what a step did once it does for ever; a change is a new step."""

from alembic.operations import Operations


def grant(op: Operations, role: str, rights: str, table: str) -> None:
    """Grant a right to the service's application role ("app") or its reader ("reader")."""
    op.execute(
        f"DO $$ BEGIN EXECUTE format('GRANT {rights} ON {table} TO %I', current_database() || '_{role}'); END $$"
    )


def revoke(op: Operations, role: str, rights: str, table: str) -> None:
    """Take a right back from the service's application role ("app") or its reader ("reader")."""
    op.execute(
        f"DO $$ BEGIN EXECUTE format('REVOKE {rights} ON {table} FROM %I', current_database() || '_{role}'); END $$"
    )


def create_acts(op: Operations) -> None:
    """Make the table of acts and that of their revisions, which nobody rewrites."""
    op.execute("""
        CREATE TABLE act (
            id uuid PRIMARY KEY,
            kind text NOT NULL,
            revision integer NOT NULL CHECK (revision > 0),
            fact_id uuid NOT NULL,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            joint_organisations uuid[] NOT NULL,
            occurred_on date NOT NULL,
            data jsonb NOT NULL,
            recorded_at timestamptz NOT NULL,
            recorded_by uuid,
            withdrawn_at timestamptz,
            withdrawn_reason text
        );
        CREATE INDEX act_by_place ON act (kind, place, occurred_on, id);
        CREATE TABLE act_revision (
            id uuid,
            revision integer,
            fingerprint text NOT NULL,
            content jsonb NOT NULL,
            recorded_at timestamptz NOT NULL,
            recorded_by uuid,
            PRIMARY KEY (id, revision)
        )
    """)
    revoke(op, "app", "DELETE", "act")
    revoke(op, "app", "UPDATE, DELETE", "act_revision")


def restrict_rows(op: Operations, table: str) -> None:
    """Show a table that holds people only inside the scope that the transaction entered; the reader sees all of it."""
    op.execute(f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY in_scope ON {table} USING (in_scope(CASE WHEN place LIKE '51%' THEN place ELSE home END))
    """)
    op.execute(
        f"DO $$ BEGIN EXECUTE format('CREATE POLICY counted ON {table} FOR SELECT TO %I USING (true)',"
        " current_database() || '_reader'); END $$"
    )
