"""What was recorded before a change of the tables is still there after it."""

from pathlib import Path
from uuid import UUID

import psycopg
from alembic import command
from sqlalchemy import create_engine

from deploy.infrastructure import Servers
from deploy.migrate import history, migrate
from shared.database import driver_url
from tests.builders import COUNTY, LEAGUE, TOWNSHIP
from tests.conftest import Site, provisioned

BEFORE = "0002"
SIGNED, UNSIGNED, PLANNED = (UUID(int=number) for number in (1, 2, 3))
EVERYWHERE = "SELECT set_config('nuandong.scope', '{\"\"}', false)"
AID = """
    INSERT INTO aid (id, household, batch, cash_fen, goods, goods_value_fen, source, state, proposed_by, delivered_by,
        delivered_on, receipt, receipt_on, place, home, organisation, organiser)
    VALUES (%(id)s, %(id)s, %(id)s, 0, %(goods)s, 9000, 'dues', %(state)s, %(id)s, %(id)s,
        %(on)s, %(receipt)s, %(receipt_on)s, %(place)s, %(home)s, %(organisation)s, 'county')
"""


def _record_before(site: Site) -> None:
    engine = create_engine(driver_url(site.owner_url("outreach")))
    with engine.connect() as connection:
        command.upgrade(history("outreach", connection), BEFORE)
        connection.commit()
    engine.dispose()
    where = {"place": TOWNSHIP, "home": COUNTY, "organisation": LEAGUE}
    with psycopg.connect(site.owner_url("outreach")) as owner:
        owner.execute(EVERYWHERE)
        for id, goods, state, on, receipt, receipt_on in (
            (SIGNED, 2, "delivered", "2022-01-05", "signed", "2022-01-09"),
            (UNSIGNED, 0, "delivered", "2022-01-05", "unsigned", "2022-01-05"),
            (PLANNED, 1, "proposed", None, None, None),
        ):
            said = {"id": id, "goods": goods, "state": state, "on": on, "receipt": receipt, "receipt_on": receipt_on}
            owner.execute(AID, {**said, **where})


def test_goods_and_receipts_of_older_aid_are_kept(servers: Servers, tmp_path: Path) -> None:
    with provisioned(servers, tmp_path) as site:
        _record_before(site)
        migrate("outreach", site.owner_url("outreach"))

        with psycopg.connect(site.owner_url("outreach")) as owner:
            owner.execute(EVERYWHERE)
            goods = owner.execute("SELECT aid, quantity, value_fen FROM aid_goods ORDER BY aid").fetchall()
            receipts = owner.execute("SELECT aid, receipt, receipt_on::text FROM aid_receipt ORDER BY aid, number")

            assert goods == [(SIGNED, 2, 9000), (PLANNED, 1, 9000)]
            assert receipts.fetchall() == [
                (SIGNED, "unsigned", "2022-01-05"),
                (SIGNED, "signed", "2022-01-09"),
                (UNSIGNED, "unsigned", "2022-01-05"),
            ]
