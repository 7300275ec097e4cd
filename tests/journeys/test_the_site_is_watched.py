"""Real watchers over real processes: what they ask is answered, who is down is named, and so is a dead watcher."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.infrastructure import NoServersError
from deploy.watching import ALERTMANAGER, PROMETHEUS, require
from shared.refusals import Refused
from shared.trace import following, trace_id
from tests.builders import LABOUR, LEAGUE, MARKER, TOWNSHIP, a_visit
from tests.eventually import eventually, eventually_nothing
from tests.journeys.clerks import surely
from tests.journeys.figures import settle
from tests.journeys.live import Live
from tests.journeys.watched import Watched, watched
from tests.measured import offered

DASHBOARD = Path(__file__).parents[2] / "deploy" / "grafana" / "dashboard.json"
PANELS = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
QUERIES = [each["expr"] for panel in PANELS for each in panel["targets"]]
CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*|[0-9.]+|\+Inf")


@pytest.fixture(scope="module")
def watch(live: Live, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    try:
        require(print)
    except NoServersError as error:
        pytest.skip(f"{error}: NOTHING OF THE WATCHERS HAS BEEN SEEN TO WORK")
    with watched(live.running.log.parent / "targets", tmp_path_factory.mktemp("watchers")) as running:
        eventually("the watchdog hears the watchers", lambda: running.awake, within=20)
        yield running


def work(live: Live) -> None:
    """Have something to watch: a visit that is recorded, and one that is refused."""
    surely(live.recorder, "outreach", "record", kind="VisitRecorded", id=str(uuid4()), fields=a_visit())
    with pytest.raises(Refused):
        live.recorder.call("outreach", "record", kind="VisitRecorded", id=str(uuid4()), fields=a_visit(persons=-1))


def test_every_query_of_the_dashboard_is_answered_by_a_site_that_works(live: Live, watch: Watched) -> None:
    running = {each.removesuffix("-1") for each in live.running.alive()}

    def unseen() -> set[str]:
        return running - {each["metric"]["process"] for each in watch.ask("up == 1")}

    eventually("every process is watched", lambda: not unseen(), within=20)

    def unanswered() -> list[str]:
        work(live)
        return [each for each in QUERIES if not watch.ask(each)]

    eventually("every query has an answer", lambda: unanswered() == [], within=20, every=1.0)


def test_a_site_that_is_well_raises_no_alarm_but_the_watchdogs(watch: Watched) -> None:
    eventually("the rules have been looked at", lambda: {rule["health"] for rule in watch.rules()} == {"ok"})
    # What other journeys did to this site may be seen for a minute.
    eventually_nothing("fires", lambda: watch.firing() ^ {"Watchdog"}, within=90)


def test_labels_hold_nothing_but_codes(live: Live) -> None:
    targets = live.running.log.parent / "targets"
    offers = [offered(targets / f"{each}.json") for each in live.running.alive()]
    said = {value for each in offers for _, labels in each for name, value in labels if name != "version"}
    assert len(offers) >= 13
    assert [each for each in said if not CODE.fullmatch(each)] == []


def test_one_trace_leads_from_the_call_to_the_message(live: Live) -> None:
    id = str(uuid4())
    with following():
        trace = trace_id()
        surely(live.recorder, "outreach", "record", kind="VisitRecorded", id=id, fields=a_visit())
    settle(live)

    [(logged,)] = live.ask(
        "outreach", "SELECT e.traceparent FROM event_log e JOIN act USING (fact_id) WHERE act.id = %s", id
    )
    heard = [json.loads(body) for _, body in live.overheard() if str(logged).encode() in body]
    assert logged[3:35] == trace
    assert [(each["type"], each["traceparent"]) for each in heard] == [("VisitRecorded", logged)]


def test_one_trace_leads_from_due_work_through_two_services_and_a_log_line_names_it(live: Live) -> None:
    seeker = str(uuid4())
    seeking = {
        "place": TOWNSHIP, "organisation": LEAGUE, "about": "children", "category": "work", "owner": LABOUR,
        "raised_on": "2022-01-10", "due_on": "2022-02-20", "detail": MARKER, "seeker": seeker,
    }  # fmt: skip
    surely(live.recorder, "outreach", "raise_need", id=str(uuid4()), fields=seeking)
    told = "SELECT traceparent FROM event_log WHERE data::text LIKE %s"

    [(taken,)] = eventually("jobs takes the seeker over", lambda: live.ask("jobs", told, f"%{seeker}%"), within=20)

    def lines() -> list[str]:
        return [each for each in live.running.log.read_text(encoding="utf-8").splitlines() if taken[3:35] in each]

    [done] = eventually("the keeper says that it is done", lines)
    assert '"process":"keep-outreach"' in done
    assert '"event":"due.done","rule":"refer"' in done


def test_a_process_that_is_down_is_named_to_people_and_so_is_its_return(live: Live, watch: Watched) -> None:
    with live.running.stopped("keep-jobs"):
        eventually("people are told", lambda: "ProcessDown:进程 keep-jobs 没有应答" in " ".join(watch.told), within=20)
    eventually("its return is told", lambda: "解除 ProcessDown:进程 keep-jobs" in " ".join(watch.told), within=20)


@pytest.mark.parametrize("watcher", [ALERTMANAGER, PROMETHEUS])
def test_a_watcher_that_dies_is_noticed_and_so_is_its_return(watch: Watched, watcher: str) -> None:
    assert watch.awake
    told = len(watch.told)
    with watch.running.stopped(watcher):
        eventually("the watchdog minds the silence", lambda: not watch.awake, within=20)
        eventually("people are told", lambda: "监控已沉默" in " ".join(watch.told[told:]))
    eventually("the watchdog hears them again", lambda: watch.awake, within=20)
    eventually("people are told of it", lambda: "监控已恢复" in " ".join(watch.told[told:]))
