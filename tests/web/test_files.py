"""Papers of plans and scanned receipts at the desk: brought, taken home, withdrawn, and all that may go wrong."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from email.message import Message
from html import unescape
from itertools import product
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import psycopg
import pytest
from playwright.sync_api import Browser

from deploy.demo.world import World, organisation_id
from shared.rpc import RpcClient
from tests.builders import COUNTY
from tests.eventually import eventually
from tests.journeys.live import Live
from tests.shared.filed import docx, jpeg, pdf
from tests.web.afield import proposed_aid, say
from tests.web.browsing import Page, Visitor
from tests.web.chromium import desk, english, faults, pictured
from tests.web.staff import person

TEN = 10 * 1024 * 1024
ID = re.compile(
    r'name="id" value="([0-9a-f-]{36})">\s*<div class="mb-2">\s*<label class="form-label mb-1" for="f-file">'
)
FILE = re.compile(r"/files/\w+/[0-9a-f-]{36}/([0-9a-f-]{36})")
SIGNED = {"consented_on": "2022-02-09"}
COUNTIES = [each["code"] for each in World().places if each["level"] == "county" and "5101" < each["code"] < "5102"]
UNITS = product(("league", "labour"), [each for each in COUNTIES if each != COUNTY])


def a_plan(client: RpcClient) -> str:
    id, (tree, unit) = str(uuid4()), next(UNITS)
    where = {"place": unit, "organisation": organisation_id(tree, unit)}
    say(client, "outreach", "approve_work_plan", id, title="暖冬行动方案", opened_on="2022-02-01", **where)
    return id


@pytest.fixture
def plan(live: Live) -> str:
    return a_plan(live.recorder)


@pytest.fixture
def aid(live: Live) -> str:
    id = proposed_aid(live)
    say(live.approver, "outreach", "approve_aid", aid=id)
    say(live.recorder, "outreach", "deliver_aid", aid=id, delivered_on="2022-02-09")
    return id


def form_id(page: Page) -> str:
    found = ID.search(page.text)
    assert found, page.text
    return found[1]


def upload(
    visitor: Visitor, thing: str, content: bytes, name: str = "暖冬方案.pdf", id: str | None = None, **fields: str
) -> Page:
    """Send a file with the form that stands on the thing's page."""
    address = f"/things/{thing}"
    id = id or form_id(visitor.get(address))
    return visitor.hand_in(f"/files/{thing}", content, {"id": id, **fields}, on=address, named=name)


def files(live: Live, kind: str, thing: str) -> list[dict[str, Any]]:
    return list(live.recorder.call("outreach", "files_of", kind=kind, thing=thing)["files"])


def filename(page: Page) -> str:
    """Read the name that a browser gives a download."""
    head = Message()
    head["content-disposition"] = page.headers["Content-Disposition"]
    assert head.get_content_disposition() == "attachment"
    found = re.search(r"filename\*=UTF-8''([^;]+)", page.headers["Content-Disposition"])
    return unquote(found[1]) if found else str(head.get_filename())


def audited(live: Live, about: str) -> list[str]:
    log = Visitor(live.portal).signed_in(person(live, "officer", "viewer"), live.password).get(f"/audit/?about={about}")
    return re.findall(r"<td>(上传附件|下载附件|撤下附件|查看个人信息)</td>", unescape(log.text))


def test_a_plans_paper_is_brought_taken_home_and_withdrawn(live: Live, recorder: Visitor, plan: str) -> None:
    page = upload(recorder, f"work_plan/{plan}", docx(), "暖冬 方案.docx")
    assert page.url.endswith(f"/things/work_plan/{plan}#files") or page.url.endswith(f"/things/work_plan/{plan}")
    assert "暖冬 方案.docx" in page.text
    assert "本人" in page.text

    [file] = files(live, "work_plan", plan)
    taken = recorder.get(f"/files/work_plan/{plan}/{file['id']}")
    assert taken.body == docx()
    assert filename(taken) == "暖冬 方案.docx"

    gone = recorder.send(
        f"/files/work_plan/{plan}/{file['id']}/withdraw",
        {"id": str(uuid4()), "reason": "版本有误"},
        on=f"/things/work_plan/{plan}",
    )
    assert "版本有误" in gone.text
    assert "内容不再保存" in gone.text
    assert recorder.get(f"/files/work_plan/{plan}/{file['id']}").status == 422
    assert audited(live, file["id"]) == ["撤下附件", "下载附件", "上传附件"]


def test_a_download_is_opened_by_no_browser_on_our_pages(live: Live, recorder: Visitor, plan: str) -> None:
    upload(recorder, f"work_plan/{plan}", pdf())
    [file] = files(live, "work_plan", plan)

    headers = recorder.get(f"/files/work_plan/{plan}/{file['id']}").headers
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment;")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox")
    assert headers["Cache-Control"] == "no-store"


def test_a_receipt_is_taken_home_once_for_a_purpose_and_on_record(live: Live, recorder: Visitor, aid: str) -> None:
    content = jpeg("欧阳签领".encode())
    page = upload(recorder, f"aid/{aid}", content, "欧阳签领签领表.jpg", **SIGNED)
    assert "欧阳签领" not in page.text
    [file] = files(live, "aid", aid)
    where = f"/files/aid/{aid}/{file['id']}"

    assert recorder.get(where).status == 422
    assert recorder.send(where, {"purpose": "curiosity"}, on=f"/things/aid/{aid}").status == 400
    taken = recorder.send(where, {"purpose": "check"}, on=f"/things/aid/{aid}")
    assert taken.body == content
    assert filename(taken) == f"签领表扫描件-{aid[:8]}-1.jpg"
    assert audited(live, file["id"]) == ["查看个人信息", "上传附件"]
    [look] = live.ask("outreach", "SELECT purpose, used_at FROM vault_look WHERE subject = %s", file["id"])
    assert look[0] == "check"
    assert look[1]


def test_whoever_only_views_is_offered_no_receipt(live: Live, recorder: Visitor, aid: str) -> None:
    upload(recorder, f"aid/{aid}", jpeg(), **SIGNED)
    [file] = files(live, "aid", aid)
    viewer = Visitor(live.portal).signed_in(person(live, "viewer"), live.password)

    page = viewer.get(f"/things/aid/{aid}").text
    assert "签领表扫描件" in page
    assert "下载一次" not in page
    assert 'type="file"' not in page
    assert viewer.send(f"/files/aid/{aid}/{file['id']}", {"purpose": "check"}, on="/account/").status == 403


def test_a_receipt_says_when_its_signer_agreed(recorder: Visitor, aid: str) -> None:
    missing = upload(recorder, f"aid/{aid}", jpeg())
    assert (missing.status, "请填签领人同意保存扫描件的日期" in missing.text) == (422, True)
    wrong = upload(recorder, f"aid/{aid}", jpeg(), consented_on="2022-02-11")
    assert (wrong.status, "晚于今天" in wrong.text) == (422, True)
    assert 'value="2022-02-11"' in wrong.text


def test_an_aid_that_was_not_delivered_takes_no_receipt(live: Live, recorder: Visitor) -> None:
    aid = proposed_aid(live)

    page = recorder.get(f"/things/aid/{aid}").text
    assert "现在不能上传签领表" in page
    assert 'type="file"' not in page


WRONG = {
    "empty": (b"", 422, "文件是空的"),
    "a renamed program": (b"MZ\x90\x00" + bytes(3_000), 422, "不是其中任何一种"),
    "a page": (b"<html><script>alert(1)</script></html>", 422, "不是其中任何一种"),
    "a byte too much": (pdf(size=TEN + 1), 413, "文件超过 10 MB"),
    "a PDF with a script": (pdf(b"/S /JavaScript"), 422, "内含宏、脚本"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_taken_is_refused_beside_the_field_and_leaves_nothing(
    live: Live, recorder: Visitor, plan: str, what: str
) -> None:
    content, status, why = WRONG[what]

    page = upload(recorder, f"work_plan/{plan}", content)

    assert page.status == status
    assert why in page.text
    assert 'aria-invalid="true"' in page.text
    assert live.ask("outreach", "SELECT count(*) FROM file WHERE thing = %s", plan) == [(0,)]


def test_a_whole_ten_megabytes_come_and_go(live: Live, recorder: Visitor, plan: str) -> None:
    content = pdf(size=TEN)
    page = upload(recorder, f"work_plan/{plan}", content)
    assert "10.0 MB" in page.text

    [file] = files(live, "work_plan", plan)
    assert recorder.get(f"/files/work_plan/{plan}/{file['id']}").body == content


def test_a_body_larger_than_any_form_is_turned_away_in_words(recorder: Visitor, plan: str) -> None:
    page = upload(recorder, f"work_plan/{plan}", bytes(12 * 1024 * 1024))

    assert (page.status, "一次最多上传 10 MB" in page.text) == (413, True)


def test_a_form_without_a_file_is_told_so(recorder: Visitor, plan: str) -> None:
    where = f"work_plan/{plan}"
    page = recorder.send(f"/files/{where}", {"id": form_id(recorder.get(f"/things/{where}"))}, on=f"/things/{where}")

    assert (page.status, "请选择要上传的文件" in page.text) == (422, True)


NAMES = {
    "../../etc/passwd": "passwd.pdf",
    "C:\\\\fakepath\\\\方案.pdf": "方案.pdf",
    "a%22; filename=%22evil.exe": "a filename=evil.pdf",
    "<script>alert(1)</script>.pdf": "script.pdf",
    "a%0D%0ASet-Cookie: x=1.pdf": "a0D0ASet-Cookie x=1.pdf",
    "方" * 500 + ".pdf": "方" * 80 + ".pdf",
    "方案\u202efdp.exe": "方案fdp.pdf",
}


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_whatever_it_is_called_its_name_leads_nobody_astray(
    live: Live, recorder: Visitor, plan: str, name: str
) -> None:
    page = upload(recorder, f"work_plan/{plan}", pdf(), name)
    assert page.status == 200, page.text
    assert "<script>alert" not in page.text

    [file] = files(live, "work_plan", plan)
    taken = recorder.get(f"/files/work_plan/{plan}/{file['id']}")
    assert filename(taken) == NAMES[name]
    assert "Set-Cookie" not in taken.headers


def test_a_form_sent_twice_brings_one_file(live: Live, recorder: Visitor, plan: str) -> None:
    id = form_id(recorder.get(f"/things/work_plan/{plan}"))

    for _ in range(2):
        assert upload(recorder, f"work_plan/{plan}", pdf(), id=id).status == 200

    assert len(files(live, "work_plan", plan)) == 1


def test_nobody_finds_or_brings_a_file_of_another_city(live: Live, recorder: Visitor, plan: str, aid: str) -> None:
    upload(recorder, f"work_plan/{plan}", pdf())
    [file] = files(live, "work_plan", plan)
    login = person(live, "recorder", "officer", "viewer", scope="510900000000")
    stranger = Visitor(live.portal).signed_in(login, live.password)

    assert stranger.get(f"/files/work_plan/{plan}/{file['id']}").status == 404
    assert stranger.get(f"/files/aid/{aid}").status == 404
    sent = {"id": str(uuid4()), **SIGNED}
    assert stranger.hand_in(f"/files/aid/{aid}", jpeg(), sent, on="/account/", named="a.jpg").status == 404
    gone = {"id": str(uuid4()), "reason": "x"}
    where = f"/files/work_plan/{plan}/{file['id']}"
    assert stranger.send(f"{where}/withdraw", gone, on="/account/").status == 404
    other = a_plan(live.recorder)
    assert recorder.get(f"/files/work_plan/{other}/{file['id']}").status == 404


@pytest.mark.parametrize("kind", ["child", "case", "need", "wish", "VisitRecorded"])
def test_nothing_else_has_files(recorder: Visitor, kind: str) -> None:
    assert recorder.get(f"/files/{kind}/{uuid4()}").status == 404


def test_without_signing_in_there_is_no_file(visitor: Visitor, plan: str) -> None:
    assert "/sign-in" in visitor.get(f"/files/work_plan/{plan}").url


def test_with_the_service_gone_in_the_middle_nothing_is_half_done_and_the_form_is_sent_again(
    live: Live, recorder: Visitor, plan: str
) -> None:
    content, id = pdf(size=TEN), form_id(recorder.get(f"/things/work_plan/{plan}"))
    begun = "SELECT id FROM file WHERE thing = %s"

    with ThreadPoolExecutor(1) as desk_of_somebody, live.connected(live.database("outreach")) as held:
        sending = desk_of_somebody.submit(upload, recorder, f"work_plan/{plan}", content, "方案.pdf", id)
        eventually("the upload has begun", lambda: live.ask("outreach", begun, plan), every=0.002)
        with held.transaction():
            _hold(held, plan)
            with live.running.stopped("serve-outreach"):
                broken = sending.result()
    assert broken.status in {502, 503, 504}
    assert "请重新选择同一份文件再传一次" in broken.text
    assert id in broken.text
    assert live.ask("outreach", "SELECT finished_at FROM file WHERE thing = %s", plan) == [(None,)]

    def again() -> bool:
        return recorder.get(f"/things/work_plan/{plan}").status == 200

    eventually("the service answers again", again, within=60.0, every=0.3)
    assert files(live, "work_plan", plan) == []
    assert upload(recorder, f"work_plan/{plan}", content, "方案.pdf", id).status == 200
    [file] = files(live, "work_plan", plan)
    assert recorder.get(f"/files/work_plan/{plan}/{file['id']}").body == content


def _hold(connection: psycopg.Connection, plan: str) -> None:
    """Keep every further piece of the upload waiting."""
    connection.execute("SELECT id FROM file WHERE thing = %s FOR UPDATE", (plan,))


def test_no_word_of_a_file_reaches_the_logs_or_the_bus(live: Live, recorder: Visitor, plan: str, aid: str) -> None:
    mark = f"不该外传{uuid4().hex}"
    upload(recorder, f"work_plan/{plan}", pdf(mark.encode()), f"{mark}.pdf")
    upload(recorder, f"aid/{aid}", jpeg(mark.encode()), f"{mark}.jpg", **SIGNED)

    assert mark.encode() not in live.running.log.read_bytes()
    assert all(mark.encode() not in body for _, body in live.overheard())


def test_a_page_with_files_is_fit_for_everybody_and_a_file_is_brought_in_a_browser(
    browser: Browser, live: Live, plan: str, aid: str
) -> None:
    page = desk(browser, live.portal, "recorder", live.password)
    page.goto(f"/things/work_plan/{plan}")
    page.get_by_label("添加附件").set_input_files({"name": "方案.pdf", "mimeType": "text/html", "buffer": pdf()})
    page.get_by_role("button", name="上传").click()
    page.get_by_text("方案.pdf").wait_for()
    pictured(page, "files-plan")
    assert (faults(page), english(page)) == ([], set())
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载").click()
    assert coming.value.suggested_filename == "方案.pdf"
    assert coming.value.path().read_bytes() == pdf()

    page.goto(f"/things/aid/{aid}")
    page.get_by_label("添加附件").set_input_files({"name": "扫描.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    page.get_by_label("签领人同意保存扫描件的日期").fill("2022-02-09")
    page.get_by_role("button", name="上传").click()
    page.get_by_role("button", name="下载一次").wait_for()
    pictured(page, "files-aid")
    assert (faults(page), english(page)) == ([], set())
    page.get_by_label("的目的").select_option("check")
    with page.expect_download() as scan:
        page.get_by_role("button", name="下载一次").click()
    assert scan.value.path().read_bytes() == jpeg()
