"""What a rebuild has filled is known to the planner when it goes live: it would guess for a minute, and guess wrong."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Let the function that puts keys on look at the table too, which only its owner may."""
    op.execute("""
        CREATE OR REPLACE FUNCTION put_keys_on(filled text, kept text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp SET maintenance_work_mem = '256MB' AS $$
        BEGIN
            IF kept NOT IN ('cell', 'member') OR filled NOT IN ('blue', 'green')
                OR filled = (SELECT live FROM public.pointer) THEN
                RAISE EXCEPTION 'the keys of %.% stay as they are', filled, kept;
            END IF;
            EXECUTE format('ALTER TABLE %I.%I ADD CONSTRAINT %I PRIMARY KEY (%s)', filled, kept, kept || '_pkey',
                CASE kept WHEN 'cell' THEN 'tree, unit, period, indicator, breakdown'
                    ELSE 'indicator, breakdown, member, unit, day' END);
            EXECUTE format('ANALYZE %I.%I', filled, kept);
        END $$
    """)
