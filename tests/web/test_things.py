"""Things at the desk: listed, recorded, put right, taken back and taken home."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook

from services.portal.web.things import THINGS, Thing
from tests.builders import COUNTY, a_visit
from tests.journeys.live import Live
from tests.web.browsing import Page, Visitor
from tests.web.staff import person

ID = re.compile(r'name="id" value="([0-9a-f-]{36})"')
LISTS = [each for each in THINGS.values() if each.listing]
VISIT = {
    "place": f"{COUNTY} 成都市锦江区",
    "organisation": "成都市团委",
    "occurred_on": "2022-02-08",
    "target": "young_worker",
    "topics": "tickets",
    "persons": "3",
}


@pytest.fixture(scope="module")
def officer(live: Live) -> Visitor:
    """Give a browser in which somebody has signed in who may do everything in 成都市."""
    return Visitor(live.portal).signed_in(person(live, "recorder", "approver", "viewer", "officer"), live.password)


def recorded(live: Live, **said: Any) -> str:
    id = str(uuid4())
    fields = a_visit(**{"place": COUNTY, "occurred_on": "2022-02-08", **said})
    live.recorder.call("outreach", "record", kind="VisitRecorded", id=id, fields=fields)
    return id


def form_id(page: Page) -> str:
    found = ID.search(page.text)
    assert found, page.text
    return found[1]


def sent(visitor: Visitor, **said: str) -> Page:
    blank = "/things/VisitRecorded/new"
    fields = {**VISIT, "household": str(uuid4()), "id": form_id(visitor.get(blank)), **said}
    return visitor.send(blank, fields, on=blank)


@pytest.mark.parametrize("thing", LISTS, ids=lambda each: each.name)
def test_every_thing_has_a_list_and_an_empty_form_with_its_labels(officer: Visitor, thing: Thing) -> None:
    listed = officer.get(f"/things/{thing.name}")
    blank = officer.get(f"/things/{thing.name}/new")

    assert (listed.status, blank.status) == (200, 200 if thing.by_hand else 404), listed.text + blank.text
    assert thing.title in listed.text
    assert all(f'name="{name}' in blank.text for name in thing.fields if thing.by_hand)


@pytest.mark.parametrize("thing", LISTS, ids=lambda each: each.name)
def test_every_list_stands_in_every_state_and_either_way_round(officer: Visitor, thing: Thing) -> None:
    filters = thing.listing.filters if thing.listing else frozenset()
    states = [value for value, _ in thing.listing.states] if thing.listing and "state" in filters else []
    orders = ["newest", "oldest"] if "newest" in filters else []
    asked = [*(f"state={each}" for each in states), *(f"order={each}" for each in orders), f"place={COUNTY}"]

    assert [(each, officer.get(f"/things/{thing.name}?{each}").status) for each in asked] == [
        (each, 200) for each in asked
    ]


def test_the_kinds_stand_under_their_lines_of_action(recorder: Visitor) -> None:
    page = recorder.get("/things/")

    assert page.text.index("二 集中走访慰问") < page.text.index(">走访</a>") < page.text.index("三 就业招聘服务")


def test_a_visit_is_recorded_once_however_often_its_form_is_sent(recorder: Visitor, live: Live) -> None:
    id, household = str(uuid4()), str(uuid4())

    first = sent(recorder, id=id, household=household)
    again = sent(recorder, id=id, household=household)

    assert first.url.split("?")[0] == again.url.split("?")[0] == f"{live.portal}/things/VisitRecorded/{id}"
    assert "青年农民工" in first.text
    assert "成都市锦江区" in first.text


def test_a_form_that_is_refused_comes_back_with_its_content_and_the_reason_beside_each_field(recorder: Visitor) -> None:
    page = sent(recorder, persons="999", household="somebody", place="没有这个地方")

    assert page.status == 422
    assert 'value="999"' in page.text
    assert page.text.count('class="wrong"') == 3
    assert "须为 1 至 200 之间的整数" in page.text


def test_markup_in_a_note_is_shown_as_it_was_typed(recorder: Visitor) -> None:
    page = sent(recorder, note="<script>alert(1)</script>", household=str(uuid4()))

    assert page.status == 200
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


def test_an_act_is_put_right_and_its_history_shows_what_changed(recorder: Visitor, live: Live) -> None:
    path = f"/things/VisitRecorded/{recorded(live, persons=3)}"
    fields = {**VISIT, "household": str(uuid4()), "persons": "5", "revision": "1", "id": str(uuid4())}

    page = recorder.send(f"{path}/amend", fields, on=f"{path}/amend")

    assert page.status == 200
    assert "走访人数:3 → 5" in page.text
    assert "第 2 版" in page.text


def test_who_comes_second_sees_what_both_have_changed_and_loses_nothing(recorder: Visitor, live: Live) -> None:
    said = a_visit(place=COUNTY, occurred_on="2022-02-08", persons=3, note="")
    id, path = str(uuid4()), ""
    live.recorder.call("outreach", "record", kind="VisitRecorded", id=id, fields=said)
    theirs = {**said, "persons": 7}
    live.recorder.call("outreach", "amend", kind="VisitRecorded", id=id, revision=1, fields=theirs)
    path = f"/things/VisitRecorded/{id}/amend"
    mine = {**VISIT, **{name: str(said[name]) for name in ("household", "target", "organisation")}}

    page = recorder.send(path, {**mine, "topics": "safety", "revision": "1", "id": id}, on=path)

    assert page.status == 409
    assert "有人在您填写时改过这条记录" in page.text
    assert re.search(r'name="revision" value="2"', page.text)
    assert re.search(r'name="persons"[^>]*value="7"', page.text)
    assert re.search(r'value="safety" checked', page.text)


def test_an_act_is_taken_back_with_a_reason_and_stands_again_when_that_was_a_slip(
    recorder: Visitor, live: Live
) -> None:
    path = f"/things/VisitRecorded/{recorded(live)}"

    without = recorder.send(f"{path}/withdraw", {"id": str(uuid4()), "reason": ""}, on=path)
    gone = recorder.send(f"{path}/withdraw", {"id": str(uuid4()), "reason": "误录"}, on=path)
    back = recorder.send(f"{path}/reinstate", {"id": str(uuid4())}, on=path)

    assert without.status == 422
    assert "撤回须写明理由" in without.text
    assert "理由:误录" in gone.text
    assert "恢复" in gone.text
    assert "理由:误录" not in back.text
    assert "内容未变" in back.text


def test_a_list_is_narrowed_and_goes_home_as_a_spreadsheet(recorder: Visitor, live: Live) -> None:
    day = "2021-12-31"
    kept, other = recorded(live, occurred_on=day, target="away_worker"), recorded(live, occurred_on=day)
    narrowed = f"since={day}&until={day}&w-target=away_worker&place={COUNTY}"

    listed = recorder.get(f"/things/VisitRecorded?{narrowed}")
    exported = recorder.get(f"/things/VisitRecorded/export.xlsx?{narrowed}").body

    assert kept in listed.text
    assert other not in listed.text
    header, *rows = CalamineWorkbook.from_filelike(BytesIO(exported)).get_sheet_by_index(0).to_python()
    assert header[:2] == ["编号", "日期"]
    assert [row[0] for row in rows] == [kept]


def test_an_act_of_elsewhere_is_nobodys_business(live: Live) -> None:
    stranger = Visitor(live.portal).signed_in(person(live, "recorder", scope="510900000000"), live.password)

    page = stranger.get(f"/things/VisitRecorded/{recorded(live)}")

    assert page.status in {403, 404}


def test_a_register_is_opened_put_right_and_closed(recorder: Visitor) -> None:
    blank = "/things/shared_resource/new"
    said = {"kind": "venue", "scope": "county", "quantity": "2", "title": "锦江区青年之家"}
    where = {"place": COUNTY, "organisation": "成都市团委", "opened_on": "2022-01-05"}

    opened = recorder.send(blank, {**said, **where, "id": form_id(recorder.get(blank))}, on=blank)
    path = opened.url.split("?")[0].removeprefix(recorder.portal)
    changed = recorder.send(
        f"{path}/change_resource",
        {**said, "title": "锦江区青年之家大厅", "revision": "1", "id": str(uuid4())},
        on=f"{path}/change_resource",
    )
    closed = recorder.send(
        f"{path}/close_resource", {"closed_on": "2022-02-01", "id": str(uuid4())}, on=f"{path}/close_resource"
    )

    assert "锦江区青年之家" in opened.text
    assert "锦江区青年之家大厅" in changed.text
    assert "2022年2月1日" in closed.text
