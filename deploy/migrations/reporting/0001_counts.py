"""What was counted, twice over; what waits, what was parked, and how far each source is heard."""

from alembic import op

from deploy.migrations.mechanism import create_event_log, create_frame, create_scope, grant

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make reporting's tables."""
    create_frame(op)
    create_scope(op)
    create_event_log(op)
    op.execute(_AROUND)
    op.execute(_DAYS_OF)
    for schema in ("blue", "green"):
        op.execute(_COUNTED.format(schema=schema))
        tables = ", ".join(f"{schema}.{table}" for table in ("counted", "epoch", "parcel", "member", "told", "cell"))
        grant(op, "app", "TRUNCATE", tables)


_AROUND = """
    CREATE TABLE pointer (
        one boolean PRIMARY KEY CONSTRAINT one_pointer CHECK (one),
        live text NOT NULL CHECK (live IN ('blue', 'green'))
    );
    INSERT INTO pointer VALUES (true, 'blue');
    CREATE TABLE head (
        source text PRIMARY KEY,
        head bigint NOT NULL,
        told_at timestamptz NOT NULL,
        heard_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        waiting bigint NOT NULL,
        settled bigint NOT NULL DEFAULT 0,
        turned_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        whole_at timestamptz,
        short boolean NOT NULL DEFAULT false
    );
    CREATE TABLE parked (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        source text,
        position bigint,
        fact_id uuid,
        reason text NOT NULL,
        error text NOT NULL,
        size integer NOT NULL,
        sha256 text NOT NULL,
        parked_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE UNIQUE INDEX parked_position ON parked (source, position) WHERE position IS NOT NULL;
    CREATE UNIQUE INDEX parked_body ON parked (sha256) WHERE position IS NULL;
    CREATE TABLE epoch_asked (
        source text PRIMARY KEY,
        asked_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE TABLE lost (
        source text PRIMARY KEY,
        followed_by text NOT NULL,
        positions int8multirange NOT NULL,
        found_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE TABLE roll (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        rolled_at timestamptz NOT NULL,
        delays integer[] NOT NULL
    );
    CREATE INDEX ix_roll_rolled_at ON roll (rolled_at)
"""

_DAYS_OF = """
    CREATE FUNCTION days_of(period text) RETURNS daterange LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE
        WHEN length(period) = 10 THEN daterange(period::date, period::date, '[]')
        WHEN substr(period, 6) <= '12'
            THEN daterange((period || '-01')::date, ((period || '-01')::date + interval '1 month')::date)
        ELSE daterange(
            (left(period, 4) || '-07-01')::date, ((left(period, 4) || '-07-01')::date + interval '1 year')::date)
    END
"""

_COUNTED = """
    CREATE SCHEMA {schema};
    CREATE TABLE {schema}.counted (
        source text COLLATE "C" NOT NULL,
        positions int8multirange NOT NULL,
        CONSTRAINT counted_once EXCLUDE USING gist (source WITH =, positions WITH &&)
    );
    CREATE TABLE {schema}.epoch (
        service text COLLATE "C" PRIMARY KEY,
        source text COLLATE "C" NOT NULL
    );
    CREATE TABLE {schema}.parcel (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        facts integer NOT NULL,
        logged timestamptz[] NOT NULL,
        units text[] NOT NULL,
        days date[] NOT NULL,
        figures text[] NOT NULL,
        sum_spots integer[] NOT NULL,
        sum_figures smallint[] NOT NULL,
        sums bigint[] NOT NULL,
        member_spots integer[] NOT NULL,
        member_figures smallint[] NOT NULL,
        members text[] NOT NULL,
        member_changes integer[] NOT NULL,
        states jsonb
    ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500,
        toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 5000);
    ALTER TABLE {schema}.parcel
        ALTER logged SET STORAGE EXTERNAL, ALTER units SET STORAGE EXTERNAL, ALTER days SET STORAGE EXTERNAL,
        ALTER sum_spots SET STORAGE EXTERNAL, ALTER sum_figures SET STORAGE EXTERNAL, ALTER sums SET STORAGE EXTERNAL,
        ALTER member_spots SET STORAGE EXTERNAL, ALTER member_figures SET STORAGE EXTERNAL,
        ALTER members SET STORAGE EXTERNAL, ALTER member_changes SET STORAGE EXTERNAL;
    CREATE TABLE {schema}.member (
        indicator text COLLATE "C",
        breakdown text COLLATE "C",
        member text COLLATE "C",
        unit text COLLATE "C",
        day date,
        n integer NOT NULL,
        was integer NOT NULL DEFAULT 0,
        PRIMARY KEY (indicator, breakdown, member, unit, day)
    ) WITH (fillfactor = 85);
    CREATE TABLE {schema}.told (
        indicator text COLLATE "C",
        key text COLLATE "C",
        fact uuid,
        n integer NOT NULL,
        occurred_on date NOT NULL,
        recorded_at timestamptz,
        position bigint,
        unit text COLLATE "C" NOT NULL,
        organisations text[] NOT NULL,
        breakdowns text[] NOT NULL,
        value bigint NOT NULL,
        PRIMARY KEY (indicator, key, fact)
    );
    CREATE TABLE {schema}.cell (
        tree text COLLATE "C",
        unit text COLLATE "C",
        period text COLLATE "C",
        indicator text COLLATE "C",
        breakdown text COLLATE "C",
        value bigint NOT NULL,
        PRIMARY KEY (tree, unit, period, indicator, breakdown)
    ) WITH (fillfactor = 85)
"""
