"""A fair's day and a training class at the desk."""

from __future__ import annotations

import json
import re
from uuid import uuid4

from playwright.sync_api import Browser, expect

from tests.journeys.live import Live
from tests.web.afield import fair, say, training_class
from tests.web.browsing import Visitor
from tests.web.test_work_at_the_desk import take

TRAINEE = re.compile(r'name="attended" id="t-([0-9a-f-]{36})"')


def test_counters_on_several_devices_add_up_and_fill_the_result_in(live: Live, recorder: Visitor) -> None:
    one, employer = fair(live)
    other = Visitor(live.portal).signed_in("recorder", live.password)
    counter, batch = f"/desk/fairs/{one}/counter", str(uuid4())

    for device, id in ((recorder, batch), (recorder, batch), (other, str(uuid4()))):
        told = device.send(f"/desk/fairs/{one}/tally", {"id": id, "visitors": "10", "intents": "2"}, on=counter)
        assert told.status == 200
    assert json.loads(told.text) == {"visitors": 20, "intents": 4}
    recorder.send(f"/desk/fairs/{one}/count", {"id": str(uuid4()), "visitors": "-1"}, on=counter)

    page = recorder.get(f"/desk/fairs/{one}").text
    assert 'name="visitors" min="0" max="5000000" value="19"' in page
    result = {"fair": one, "held_on": "2022-02-10", "visitors": "19", "intents": "4", "employers": employer}
    done = recorder.send("/step/hold_fair", {"id": str(uuid4()), **result}, on=f"/desk/fairs/{one}")
    assert "已办理:登记举办情况" in done.text
    assert live.recorder.call("jobs", "fair", id=one)["state"] == "held"


def test_a_count_below_zero_is_refused_in_words(live: Live, recorder: Visitor) -> None:
    one, _ = fair(live)

    told = recorder.send(
        f"/desk/fairs/{one}/count", {"id": str(uuid4()), "visitors": "-1"}, on=f"/desk/fairs/{one}/counter"
    )
    assert told.status == 422
    assert "不能减到零以下" in told.text


def test_presses_while_the_network_is_away_are_told_once_it_is_back(live: Live, browser: Browser) -> None:
    one, _ = fair(live)
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{live.portal}/sign-in?back=/desk/fairs/{one}/counter")
    page.fill("#login", "recorder")
    page.fill("#password", live.password)
    page.click("main button")
    page.wait_for_url(f"{live.portal}/desk/fairs/{one}/counter")

    context.set_offline(offline=True)
    for _ in range(3):
        page.get_by_role("button", name="进场人次 +1").click()
    expect(page.locator("[data-total=visitors]")).to_have_text("3")
    expect(page.locator("[data-unsent]")).to_contain_text("网络断开")
    context.set_offline(offline=False)
    expect(page.locator("[data-unsent]")).to_have_text("", timeout=10_000)
    context.close()

    assert live.recorder.call("jobs", "fair", id=one)["counted"] == {"visitors": 3, "intents": 0}


def test_a_class_is_taught_from_enrolment_to_the_certificate_that_anybody_can_check(
    live: Live, recorder: Visitor, visitor: Visitor
) -> None:
    one, lesson = training_class(live)
    where = f"/desk/classes/{one}"
    for phone, name in (("13700000001", "欧阳学员"), ("13700000002", "欧阳候补")):
        said = {"id": str(uuid4()), "who": phone, "name": name, "consented": "yes"}
        assert "已报名" in recorder.send(f"{where}/enrol", said, on=where).text
    assert "候补" in recorder.get(where).text

    found = TRAINEE.findall(recorder.get(f"{where}/lessons/{lesson}").text)
    assert len(found) == 1
    recorder.send("/step/hold_lesson", {"id": str(uuid4()), "lesson": lesson, "attended": found[0]}, on=where)
    assert "已办理:结业" in take(recorder, "complete_class", where, training_class=one).text
    (enrolment,) = [
        each["id"] for each in live.recorder.call("jobs", "training_class", id=one)["enrolments"] if each["lessons"]
    ]
    certified = {"certified_on": "2022-02-10", "certificate": "completion", "number": "N-1"}
    say(live.recorder, "jobs", "certify_trainee", enrolment=enrolment, **certified)

    paper = recorder.send(f"/papers/training/{enrolment}", {"subject": found[0]}, on=where)
    assert "欧阳学员" in paper.text
    code = re.search(r'class="code">([0-9A-Z-]+)<', paper.text)
    assert code
    checked = visitor.send("/verify", {"code": code[1].lower(), "name": "欧阳学员"})
    assert "电焊培训" in checked.text
    assert "与证明一致" in checked.text
    other = visitor.send("/verify", {"code": code[1], "name": "欧阳别人"})
    assert "与证明不一致" in other.text
    assert "欧阳学员" not in other.text


def test_a_new_trainee_without_consent_is_not_kept(live: Live, recorder: Visitor) -> None:
    one, _ = training_class(live)
    said = {"id": str(uuid4()), "who": "13700000003", "name": "欧阳无名"}

    page = recorder.send(f"/desk/classes/{one}/enrol", said, on=f"/desk/classes/{one}")
    assert page.status == 422
    assert "没有找到" in page.text


def test_a_code_that_was_never_printed_attests_nothing(visitor: Visitor) -> None:
    page = visitor.send("/verify", {"code": "2345-6789-ABCD-EFGH"})

    assert page.status == 404
    assert "没有这个校验码" in page.text
