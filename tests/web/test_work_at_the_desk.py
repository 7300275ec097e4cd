"""Aid and shifts as officers work on them: approving, delivering, signing up, checking in, and what is printed."""

from __future__ import annotations

import re
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from tests.journeys.live import Live
from tests.web.afield import proposed_aid, say, shift, volunteer
from tests.web.browsing import Page, Visitor

ID = re.compile(r'name="id" value="([^"]+)"')


@pytest.fixture
def approver(live: Live) -> Visitor:
    return Visitor(live.portal).signed_in("approver", live.password)


def take(visitor: Visitor, step: str, back: str, id: str | None = None, **fields: str) -> Page:
    """Take a step from its page, under the id that was chosen when the page was shown."""
    address = f"/step/{step}?{urlencode(fields)}"
    shown = ID.search(visitor.get(address).text)
    assert shown
    return visitor.send(f"/step/{step}", {"id": id or shown[1], "back": back, **fields}, on=address)


def test_aid_is_approved_by_one_delivered_by_another_and_its_receipt_signed(
    live: Live, recorder: Visitor, approver: Visitor
) -> None:
    aid = proposed_aid(live)
    assert aid[:8] in approver.get("/desk/approvals/").text

    page = take(approver, "approve_aid", "/desk/approvals/", aid=aid)
    assert page.url.endswith("/desk/approvals/")
    assert "已办理:批准" in page.text
    assert aid[:8] not in approver.get("/desk/approvals/").text

    take(recorder, "deliver_aid", "/desk/aid/", aid=aid, delivered_on="2022-02-09", receipt="unsigned")
    take(recorder, "sign_receipt", "/desk/aid/", aid=aid, receipt_on="2022-02-10", receipt="signed")

    delivered = live.recorder.call("outreach", "aid", id=aid)
    assert (delivered["state"], delivered["receipts"][-1]["receipt"]) == ("delivered", "signed")


def test_a_recorder_is_offered_no_approval_and_refused_one_in_words(live: Live, recorder: Visitor) -> None:
    aid = proposed_aid(live)

    assert "approve_aid" not in recorder.get("/desk/aid/").text
    page = recorder.send("/step/approve_aid", {"id": aid, "aid": aid}, on="/step/approve_aid")
    assert page.status == 403
    assert "您没有办理此事所需的角色" in page.text


def test_a_step_that_is_refused_shows_its_form_again_with_its_content(live: Live, recorder: Visitor) -> None:
    aid = proposed_aid(live)

    page = take(recorder, "withdraw_aid", "/desk/aid/", aid=aid, reason=" ")
    assert page.status == 422
    assert "理由" in page.text
    later = take(recorder, "deliver_aid", "/desk/aid/", aid=aid, delivered_on="2022-02-10")
    assert later.status == 422
    assert 'value="2022-02-10"' in later.text
    assert f'name="aid" value="{aid}"' in later.text


def test_a_step_sent_twice_is_taken_once(live: Live, recorder: Visitor) -> None:
    aid, id = proposed_aid(live), str(uuid4())

    for _ in range(2):
        page = take(recorder, "add_goods", "/desk/aid/", id, aid=aid, item="棉被", quantity="1", value_fen="100")
        assert page.status == 200, page.text

    assert len(live.recorder.call("outreach", "aid", id=aid)["goods"]) == 2


def test_the_sheet_for_signing_lists_what_is_approved_and_no_name(live: Live, recorder: Visitor) -> None:
    aid = proposed_aid(live)
    say(live.approver, "outreach", "approve_aid", aid=aid)

    page = recorder.get("/desk/aid/receipts")
    assert aid[:8] in page.text
    assert "签领人" in page.text
    assert "style=" not in page.text


def test_a_volunteer_is_signed_up_by_phone_and_stands_on_the_sheet(live: Live, recorder: Visitor) -> None:
    one, somebody = shift(live), volunteer(live, "13800138001")

    page = recorder.send(
        f"/desk/shifts/{one}/person",
        {"id": somebody, "who": "13800138001", "post": "order", "deed": "refuse"},
        on=f"/desk/shifts/{one}",
    )
    assert "已登记" in page.text
    assert somebody[:8] in page.text
    assert somebody[:8] in recorder.get(f"/desk/shifts/{one}/sheet").text

    nobody = recorder.send(
        f"/desk/shifts/{one}/person",
        {"id": one, "who": "13999999999", "post": "order", "deed": "refuse"},
        on=f"/desk/shifts/{one}",
    )
    assert nobody.status == 422
    assert "没有找到" in nobody.text
    assert 'value="13999999999"' in nobody.text


def test_a_check_in_long_before_the_shift_is_refused_on_the_same_page(live: Live, recorder: Visitor) -> None:
    one, somebody = shift(live), volunteer(live, "13800138002")
    say(live.recorder, "volunteers", "sign_up", shift=one, volunteer=somebody, post="order")

    page = recorder.send(
        f"/desk/shifts/{one}/check_in", {"id": one, "volunteer": somebody, "post": "order"}, on=f"/desk/shifts/{one}"
    )
    assert page.status == 422
    assert "签到时间须在" in page.text
    assert somebody[:8] in page.text


def test_a_name_is_seen_once_for_a_purpose_and_the_address_alone_shows_nothing(live: Live, recorder: Visitor) -> None:
    somebody = volunteer(live, "13800138003")

    assert "欧阳志愿" not in recorder.get(f"/look/volunteers/{somebody}").text
    seen = recorder.send(f"/look/volunteers/{somebody}", {"purpose": "contact"})
    assert "欧阳志愿" in seen.text
    assert seen.headers["Cache-Control"] == "no-store"
    assert "欧阳志愿" not in recorder.get(f"/look/volunteers/{somebody}").text
