"""The keys of the schema that nobody reads may be off while it is filled: an index is made sooner than it grows."""

from alembic import op

from deploy.migrations.mechanism import grant

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the two functions, which act as the owner of the tables and refuse the schema that is live."""
    for name, steps in (("take_keys_off", _TAKE_OFF), ("put_keys_on", _PUT_ON)):
        op.execute(_FUNCTION.format(name=name, steps=steps))
        op.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
        grant(op, "app", "EXECUTE", f"FUNCTION {name}")


_FUNCTION = """
    CREATE FUNCTION {name}(filled text, kept text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp SET maintenance_work_mem = '256MB' AS $$
    BEGIN
        IF kept NOT IN ('cell', 'member') OR filled NOT IN ('blue', 'green')
            OR filled = (SELECT live FROM public.pointer) THEN
            RAISE EXCEPTION 'the keys of %.% stay as they are', filled, kept;
        END IF;
        {steps}
    END $$
"""
_TAKE_OFF = "EXECUTE format('ALTER TABLE %I.%I DROP CONSTRAINT IF EXISTS %I', filled, kept, kept || '_pkey');"
_PUT_ON = """
        EXECUTE format('ALTER TABLE %I.%I ADD CONSTRAINT %I PRIMARY KEY (%s)', filled, kept, kept || '_pkey',
            CASE kept WHEN 'cell' THEN 'tree, unit, period, indicator, breakdown'
                ELSE 'indicator, breakdown, member, unit, day' END);"""
