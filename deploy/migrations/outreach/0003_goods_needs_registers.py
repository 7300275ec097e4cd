"""Goods item by item, needs, and the registers of away organisations, plans and shared resources."""

from alembic import op

from deploy.migrations.mechanism import restrict_rows

revision = "0003"
down_revision = "0002"

_PLACED = "place char(12) NOT NULL, home char(12) NOT NULL, organisation uuid NOT NULL, organiser text NOT NULL"
_ENTRY = f"""id uuid PRIMARY KEY, revision integer NOT NULL, opened_on date NOT NULL, told_at timestamptz NOT NULL,
    closed_on date, closed_at timestamptz, recorded_by uuid, {_PLACED}"""


def upgrade() -> None:
    """Let an aid have several items of goods, and make the other tables."""
    _list_goods()
    _make_needs()
    _make_registers()


def _list_goods() -> None:
    op.execute("""
        SELECT set_config('nuandong.scope', '{""}', true);
        CREATE TABLE aid_goods (
            aid uuid REFERENCES aid,
            number smallint,
            item text NOT NULL,
            quantity integer NOT NULL,
            value_fen bigint NOT NULL,
            PRIMARY KEY (aid, number)
        );
        INSERT INTO aid_goods (aid, number, item, quantity, value_fen)
        SELECT id, 1, '慰问品', goods, goods_value_fen FROM aid WHERE goods > 0;
        ALTER TABLE aid DROP COLUMN goods, DROP COLUMN goods_value_fen,
            ADD COLUMN receipts integer NOT NULL DEFAULT 0, ADD COLUMN ended_reason text,
            DROP CONSTRAINT one_aid_per_household_and_batch;
        ALTER TABLE aid ALTER COLUMN receipts DROP DEFAULT;
        CREATE UNIQUE INDEX one_aid_per_household_and_batch ON aid (household, batch)
            WHERE state NOT IN ('rejected', 'withdrawn');
        ALTER TABLE aid_goods ENABLE ROW LEVEL SECURITY;
        ALTER TABLE aid_goods FORCE ROW LEVEL SECURITY;
        CREATE POLICY of_its_aid ON aid_goods USING (EXISTS (SELECT FROM aid WHERE aid.id = aid_goods.aid))
    """)


def _make_needs() -> None:
    op.execute(f"""
        CREATE TABLE need (
            id uuid PRIMARY KEY,
            revision integer NOT NULL,
            about text NOT NULL,
            category text NOT NULL,
            household uuid,
            seeker uuid,
            owner uuid NOT NULL,
            raised_on date NOT NULL,
            due_on date NOT NULL,
            detail text NOT NULL,
            state text NOT NULL,
            turns integer NOT NULL,
            result text,
            closed_on date,
            reminded_on date,
            referred_at timestamptz,
            recorded_at timestamptz NOT NULL,
            recorded_by uuid,
            {_PLACED},
            CONSTRAINT due_after_it_was_raised CHECK (due_on >= raised_on),
            CONSTRAINT closed_after_it_was_raised CHECK (closed_on >= raised_on),
            CONSTRAINT only_work_is_sought CHECK (seeker IS NULL OR category = 'work')
        );
        CREATE INDEX need_by_place ON need (place, raised_on);
        CREATE INDEX need_by_due_day ON need (due_on) WHERE state = 'open'
    """)
    restrict_rows(op, "need")


def _make_registers() -> None:
    op.execute(f"""
        CREATE TABLE away_organisation (
            {_ENTRY},
            name text NOT NULL,
            founded_on date NOT NULL,
            newly boolean NOT NULL,
            CONSTRAINT away_organisation_closed_after_it_opened CHECK (closed_on >= opened_on),
            CONSTRAINT founded_before_it_was_listed CHECK (founded_on <= opened_on)
        );
        CREATE INDEX away_organisation_by_home ON away_organisation (home, opened_on);
        CREATE TABLE work_plan (
            {_ENTRY},
            title text NOT NULL,
            file text NOT NULL,
            CONSTRAINT work_plan_closed_after_it_opened CHECK (closed_on >= opened_on),
            CONSTRAINT one_plan_at_a_time
                EXCLUDE USING gist (organisation WITH =, daterange(opened_on, closed_on) WITH &&)
        );
        CREATE TABLE shared_resource (
            {_ENTRY},
            kind text NOT NULL,
            scope text NOT NULL,
            quantity integer NOT NULL,
            title text NOT NULL,
            CONSTRAINT shared_resource_closed_after_it_opened CHECK (closed_on >= opened_on)
        );
        CREATE INDEX shared_resource_by_place ON shared_resource (place, opened_on)
    """)
    for table in ("away_organisation", "work_plan", "shared_resource"):
        restrict_rows(op, table)
