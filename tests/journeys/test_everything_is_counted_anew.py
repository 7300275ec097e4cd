"""Figures are counted anew from the logs: beside live traffic when asked to, by themselves after a restore."""

from __future__ import annotations

from typing import Any

from services.outreach.facts import INDICATORS
from tests.eventually import eventually
from tests.journeys.clerks import crew_at_work
from tests.journeys.commands import at
from tests.journeys.figures import counted_exactly, differences, figures, live_schema, settle, told
from tests.journeys.live import Live
from tests.journeys.running import of_service


def test_a_rebuild_beside_live_traffic_changes_over_and_loses_nothing(live: Live) -> None:
    was_live = live_schema(live)

    with counted_exactly(live, seed="rebuild") as crew:
        crew.does(20)
        rebuilt = at(live, "rebuild")
        crew.does(20)

    assert rebuilt.code == 0, rebuilt.err
    assert rebuilt.out == "rebuilt; the new figures are live\n"
    assert live_schema(live) != was_live


def of_outreach(live: Live) -> dict[str, Any]:
    """Read the province's figures of what outreach tells."""
    found = figures(live)
    return {each.code: found[each.code] for each in INDICATORS}


def work_a_while(live: Live, seed: str) -> None:
    """Have a crew record some acts, and wait until all are counted."""
    with crew_at_work(live, seed=seed) as crew:
        crew.does(30)
    settle(live)


def test_a_restored_database_is_counted_anew_and_what_it_lost_is_listed(live: Live) -> None:
    database = live.database("outreach")
    work_a_while(live, "before the backup")
    backed_up, (_, kept) = of_outreach(live), told(live)["outreach"]
    with live.running.stopped(*of_service("outreach")):
        live.administer(f"CREATE DATABASE {database}_kept TEMPLATE {database} OWNER {database}_owner")
    work_a_while(live, "after the backup")
    source, facts = told(live)["outreach"]

    with live.running.stopped(*of_service("outreach")):
        live.administer(
            f"ALTER DATABASE {database} RENAME TO {database}_gone",
            f"ALTER DATABASE {database}_kept RENAME TO {database}",
            f"DROP DATABASE {database}_gone",
        )
    eventually("a new epoch begins", lambda: told(live)["outreach"][0] != source, within=30)
    settle(live)

    assert of_outreach(live) == backed_up
    [lost] = at(live, "epoch", "--json").json["lost"]
    assert (lost["source"], lost["followed_by"]) == (source, told(live)["outreach"][0])
    assert lost["positions"] == [[kept + 1, facts]]
    with counted_exactly(live, seed="after the restore") as crew:
        crew.does(20)
    assert differences(live) == []


def put_back_in_place(live: Live, service: str, copy: str) -> None:
    """Make a database hold what a copy of it holds, as a backup put back behind everybody's back would."""
    tables = live.ask(service, "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
    with live.connected(copy) as source, live.connected(live.database(service)) as target, target.transaction():
        target.execute("SET LOCAL session_replication_role = replica")  # past the triggers of what is append-only
        target.execute(f"TRUNCATE {', '.join(table for (table,) in tables)}")
        for (table,) in tables:
            with (
                source.cursor().copy(f"COPY {table} TO STDOUT") as read,
                target.cursor().copy(f"COPY {table} FROM STDIN") as written,
            ):
                for each in read:
                    written.write(each)


def test_a_log_put_back_in_place_raises_the_alarm_and_a_new_epoch_mends_it(live: Live) -> None:
    database = live.database("outreach")
    work_a_while(live, "before it is put back")
    backed_up = of_outreach(live)
    with live.running.stopped(*of_service("outreach")):
        live.administer(f"CREATE DATABASE {database}_kept TEMPLATE {database}")
    work_a_while(live, "what is lost")

    with live.running.stopped(*of_service("outreach")):
        put_back_in_place(live, "outreach", f"{database}_kept")
        live.administer(f"DROP DATABASE {database}_kept")
    eventually("the alarm is raised", lambda: "nuandong epoch" in at(live, "status").out, within=30, every=0.5)
    assert at(live, "epoch", "--begin", "outreach").code == 0
    settle(live)

    assert of_outreach(live) == backed_up
    with counted_exactly(live, seed="after it was put back") as crew:
        crew.does(20)
