"""Frozen steps that several histories share: what a step did once it does for ever; a change is a new step."""

from typing import Protocol


class Operations(Protocol):
    """Whatever runs SQL in a migration, such as the module alembic.op."""

    def execute(self, sqltext: str) -> None:
        """Run a statement."""


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
    """Make the table of acts and that of their revisions, which nobody rewrites; both hold people."""
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
    restrict_rows(op, "act")
    op.execute("""
        ALTER TABLE act_revision ENABLE ROW LEVEL SECURITY;
        ALTER TABLE act_revision FORCE ROW LEVEL SECURITY;
        CREATE POLICY of_its_act ON act_revision USING (EXISTS (SELECT FROM act WHERE act.id = act_revision.id))
    """)


def admit_first_revisions(op: Operations) -> None:
    """Let a first revision be written in one statement with its act: the act's own policy and the key guard it.

    Whether an act lies within the scope is looked up among those that were there when the statement began.
    """
    op.execute("""
        ALTER POLICY of_its_act ON act_revision
        WITH CHECK (revision = 1 OR EXISTS (SELECT FROM act WHERE act.id = act_revision.id))
    """)


def create_apart(op: Operations) -> None:
    """Make the table of those acts that look alike and are not the same."""
    op.execute("""
        CREATE TABLE act_apart (
            one uuid NOT NULL,
            other uuid NOT NULL,
            told_at timestamptz NOT NULL,
            told_by uuid,
            PRIMARY KEY (one, other),
            CHECK (one < other)
        )
    """)
    revoke(op, "app", "UPDATE, DELETE", "act_apart")


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


def create_event_log(op: Operations) -> None:
    """Make the log of what is told: append-only, numbered later, with the first epoch of its database."""
    op.execute(_EVENT_LOG)
    op.execute(_EVENT_LOG_GUARD)
    op.execute(_RELAY_AND_EPOCH)
    revoke(op, "app", "ALL", "event_log, relay, epoch")
    grant(op, "app", "SELECT", "event_log, relay, epoch")
    grant(op, "app", f"INSERT ({_TOLD_COLUMNS}), UPDATE (position)", "event_log")
    grant(op, "app", "UPDATE (head, published)", "relay")
    grant(op, "app", "INSERT (number, system_identifier, timeline, database_oid)", "epoch")
    grant(op, "reader", "SELECT", "event_log, relay, epoch")


def trace_event_log(op: Operations) -> None:
    """Let the log keep, with each fact, the trace of the call that told it; nobody rewrites that either."""
    op.execute(_TRACE)
    grant(op, "app", "INSERT (traceparent)", "event_log")


def find_facts_by_place(op: Operations) -> None:
    """Let the facts behind a figure be found in the order in which they are paged through."""
    op.execute(_BY_PLACE)


_TOLD_COLUMNS = (
    "fact_id, type, place, home, organisation, organiser, line, occurred_on, recorded_at, sign, reverses, data"
)

_EVENT_LOG = """
    CREATE TABLE event_log (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        fact_id uuid NOT NULL UNIQUE,
        type text NOT NULL,
        place char(12) NOT NULL,
        home char(12) NOT NULL,
        organisation uuid NOT NULL,
        organiser text NOT NULL,
        line text NOT NULL,
        occurred_on date NOT NULL,
        recorded_at timestamptz NOT NULL,
        logged_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        sign smallint NOT NULL DEFAULT 1,
        reverses uuid,
        data jsonb NOT NULL,
        position bigint CHECK (position > 0),
        CONSTRAINT sign_says_reversal
            CHECK ((sign = 1 AND reverses IS NULL) OR (sign = -1 AND reverses IS NOT NULL))
    );
    CREATE UNIQUE INDEX event_log_reverses ON event_log (reverses) WHERE reverses IS NOT NULL;
    CREATE UNIQUE INDEX event_log_position ON event_log (position) WHERE position IS NOT NULL;
    CREATE INDEX event_log_unnumbered ON event_log (id) WHERE position IS NULL;
    CREATE INDEX event_log_behind ON event_log (type, occurred_on, place)
"""

# The conditions stand in WHEN, where PostgreSQL checks them without calling the function: numbering stays fast.
_EVENT_LOG_GUARD = f"""
    CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER append_only BEFORE UPDATE ON event_log FOR EACH ROW
        WHEN (OLD.position IS NOT NULL OR NEW.position IS NULL
            OR ({", ".join(f"OLD.{each}" for each in ("id, logged_at, " + _TOLD_COLUMNS).split(", "))})
            IS DISTINCT FROM ({", ".join(f"NEW.{each}" for each in ("id, logged_at, " + _TOLD_COLUMNS).split(", "))}))
        EXECUTE FUNCTION refuse_rewriting();
    CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON event_log FOR EACH STATEMENT
        EXECUTE FUNCTION refuse_rewriting()
"""

_TRACE = f"""
    ALTER TABLE event_log ADD COLUMN traceparent text CONSTRAINT traceparent_is_short CHECK (length(traceparent) = 55);
    DROP TRIGGER append_only ON event_log;
    CREATE TRIGGER append_only BEFORE UPDATE ON event_log FOR EACH ROW
        WHEN (OLD.position IS NOT NULL OR NEW.position IS NULL
            OR ({", ".join(f"OLD.{each}" for each in (f"id, logged_at, traceparent, {_TOLD_COLUMNS}").split(", "))})
            IS DISTINCT FROM
            ({", ".join(f"NEW.{each}" for each in (f"id, logged_at, traceparent, {_TOLD_COLUMNS}").split(", "))}))
        EXECUTE FUNCTION refuse_rewriting()
"""

_RELAY_AND_EPOCH = """
    CREATE TABLE relay (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        head bigint NOT NULL DEFAULT 0,
        published bigint NOT NULL DEFAULT 0,
        CONSTRAINT published_up_to_head CHECK (published <= head)
    );
    INSERT INTO relay DEFAULT VALUES;
    CREATE TABLE epoch (
        number bigint PRIMARY KEY,
        system_identifier text NOT NULL,
        timeline integer NOT NULL,
        database_oid bigint NOT NULL,
        started_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    INSERT INTO epoch (number, system_identifier, timeline, database_oid)
    SELECT 1, (SELECT system_identifier::text FROM pg_control_system()),
        ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int,
        (SELECT oid::bigint FROM pg_database WHERE datname = current_database())
"""


def create_frame(op: Operations) -> None:
    """Make the tables of the frame, portal's own or a service's copy."""
    op.execute("""
        CREATE TABLE frame_version (
            one boolean PRIMARY KEY CONSTRAINT one_version CHECK (one),
            version integer NOT NULL
        );
        CREATE TABLE frame_place (
            code char(12),
            name text NOT NULL,
            level text NOT NULL,
            parent char(12),
            valid_from date,
            valid_to date,
            version integer NOT NULL,
            PRIMARY KEY (code, valid_from)
        );
        CREATE INDEX frame_place_by_version ON frame_place (version);
        CREATE TABLE frame_organisation (
            id uuid,
            name text NOT NULL,
            tree text NOT NULL,
            kind text NOT NULL,
            organiser text NOT NULL,
            parent uuid,
            place char(12) NOT NULL,
            valid_from date,
            valid_to date,
            version integer NOT NULL,
            PRIMARY KEY (id, valid_from)
        );
        CREATE INDEX frame_organisation_by_version ON frame_organisation (version);
        CREATE TABLE frame_campaign (
            id text PRIMARY KEY,
            starts_on date NOT NULL,
            ends_on date NOT NULL,
            closes_on date NOT NULL,
            months text[] NOT NULL,
            travel_starts_on date NOT NULL,
            homeward_ends_on date NOT NULL,
            travel_ends_on date NOT NULL,
            version integer NOT NULL
        );
        CREATE TABLE frame_holiday (
            day date PRIMARY KEY,
            kind text NOT NULL,
            name text NOT NULL,
            version integer NOT NULL
        )
    """)
    for table in ("frame_version", "frame_place", "frame_organisation", "frame_campaign", "frame_holiday"):
        revoke(op, "app", "DELETE", table)


def create_answered(op: Operations) -> None:
    """Make the table of what each door answered to each id."""
    op.execute("""
        CREATE TABLE answered (
            door text,
            id uuid,
            fingerprint text NOT NULL,
            answer jsonb,
            at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (door, id)
        )
    """)
    revoke(op, "app", "DELETE", "answered")


def create_scope(op: Operations) -> None:
    """Make in_scope(place), by which row-level policies ask what the transaction's identity was signed for."""
    op.execute("""
        CREATE FUNCTION in_scope(place text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
        RETURN EXISTS (
            SELECT FROM unnest(coalesce(nullif(current_setting('nuandong.scope', true), ''), '{}')::text[]) AS stem
            WHERE starts_with(place, stem)
        )
    """)


def create_bigrams(op: Operations) -> None:
    """Make bigrams(words), the pairs of neighbouring characters by which words are found, of two characters up."""
    op.execute("""
        CREATE FUNCTION bigrams(words text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN ARRAY(SELECT DISTINCT substr(lower(words), n, 2) FROM generate_series(1, length(words) - 1) AS n)
    """)


_BY_PLACE = """
    CREATE INDEX event_log_behind_now ON event_log
        (type, ((CASE WHEN left(place, 2) = '51' THEN place ELSE home END)::text COLLATE "C"), occurred_on, fact_id)
        WHERE sign = 1;
    CREATE INDEX event_log_behind_once ON event_log
        (type, ((CASE WHEN left(place, 2) = '51' THEN place ELSE home END)::text COLLATE "C"), occurred_on, reverses)
        WHERE sign = -1;
    DROP INDEX event_log_behind
"""
