"""What belongs to oneself: hours and their paper, children, promises; and the names that a county's officer may see."""

from __future__ import annotations

import re
from uuid import uuid4

from tests.builders import COUNTY
from tests.journeys.live import Live
from tests.web.afield import child, companion, oneself, published_wish, say, shift, volunteer
from tests.web.browsing import Visitor
from tests.web.staff import person

CODE = re.compile(r'class="code">([0-9A-Z-]+)<')


def test_a_volunteer_sees_the_own_shifts_and_takes_a_paper_home_that_anybody_can_check(
    live: Live, visitor: Visitor
) -> None:
    own, one = volunteer(live, "13600000001"), shift(live)
    say(live.recorder, "volunteers", "sign_up", shift=one, volunteer=own, post="order")
    mine = Visitor(live.portal).signed_in(oneself(live, own), live.password)

    assert "秩序维护" in mine.get("/mine/").text
    paper = mine.send(f"/papers/service/{own}", {}, on="/mine/")
    assert "欧阳志愿" in paper.text
    code = CODE.search(paper.text)
    assert code
    checked = visitor.send("/verify", {"code": code[1]})
    assert "志愿服务记录证明" in checked.text
    assert "欧阳志愿" not in checked.text


def test_nobody_takes_home_a_paper_about_somebody_else(live: Live) -> None:
    own, other = volunteer(live, "13600000002"), volunteer(live, "13600000003")
    mine = Visitor(live.portal).signed_in(oneself(live, own), live.password)

    page = mine.send(f"/papers/service/{other}", {}, on="/mine/")
    assert page.status == 403
    assert 'class="code"' not in page.text


def test_a_companion_sees_her_own_children_and_their_names_one_at_a_time(live: Live) -> None:
    own = companion(live)
    case, others = child(live, own), child(live, companion(live))
    mine = Visitor(live.portal).signed_in(oneself(live, own, "recorder"), live.password)

    page = mine.get("/mine/").text
    assert case[:8] in page
    assert others[:8] not in page
    assert "欧阳小满" in mine.send(f"/look/children/{case}", {"purpose": "contact"}).text
    refused = mine.send(f"/look/children/{others}", {"purpose": "contact"})
    assert refused.status == 422
    assert "欧阳小满" not in refused.text


def test_the_countys_officer_sees_names_and_the_citys_does_not(live: Live) -> None:
    case = child(live, companion(live))
    named, city = (
        Visitor(live.portal).signed_in(person(live, "officer", "recorder", scope=scope), live.password)
        for scope in (COUNTY, "510100000000")
    )

    assert "查看姓名一次" in named.get("/desk/children/").text
    assert "查看姓名一次" not in city.get("/desk/children/").text
    assert "欧阳小满" in named.send(f"/look/children/{case}", {"purpose": "check"}).text
    assert "欧阳小满" not in city.send(f"/look/children/{case}", {"purpose": "check"}).text


def test_somebody_without_any_role_promises_a_wish_follows_it_and_gives_it_up(live: Live) -> None:
    wish = published_wish(live, child(live, companion(live)))
    donor = Visitor(live.portal).signed_in(person(live, scope="510900000000"), live.password)
    assert wish in donor.get("/wishes").text

    said = {"id": str(uuid4()), "wish": wish, "shares": "2", "back": "/mine/"}
    page = donor.send("/step/pledge_wish", said, on="/wishes")
    assert "我认领的微心愿" in page.text
    assert wish not in donor.get("/wishes").text
    claim = re.search(r'name="claim" value="([^"]+)"', page.text)
    assert claim
    given = donor.send("/step/give_up_pledge", {"id": str(uuid4()), "claim": claim[1], "back": "/wishes"}, on="/mine/")
    assert wish in given.text
