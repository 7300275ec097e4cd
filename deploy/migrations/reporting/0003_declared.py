"""By which declarations each of the two schemas is counted, and a number that changes whenever the live ones do."""

from alembic import op

from deploy.migrations.mechanism import grant

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the declarations; the first counter adopts its own."""
    op.execute("ALTER TABLE pointer ADD version bigint NOT NULL DEFAULT 0")
    for schema in ("blue", "green"):
        op.execute(f"""
            CREATE TABLE {schema}.declared (
                indicator text COLLATE "C",
                kind text COLLATE "C",
                fingerprint text NOT NULL,
                PRIMARY KEY (indicator, kind)
            )
        """)
        grant(op, "app", "TRUNCATE", f"{schema}.declared")
