"""Who is reminded of what, once a day, and where reminders may go."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text, update

from services.reporting import store
from services.reporting.model import MonthlyReturn, Notice
from services.reporting.service import Reporting
from shared import clock
from shared.database import driver_url, transaction
from shared.duty import Due
from shared.identity import Role, service_identity, sign, signing_key
from shared.worker import in_process
from tests.builders import CITY, COUNTY, a_token
from tests.reporting.asked import PROVINCE, Asked

OFFICE = "office@cd.example.org"
OTHER_CITY = "510300000000"
EMPTY = (
    "TRUNCATE monthly_return, county_confirmed, return_step, frozen, frozen_share, notice, reminder, notice_channel,"
    " answered"
)


class Reminding:
    """The doors of reminders on a day of December, in which nothing else is owed."""

    def __init__(self, asked: Asked) -> None:
        """Begin on the first."""
        self.asked = asked
        self.at = datetime(2021, 12, 1, 12, tzinfo=clock.SHANGHAI)
        owner = create_engine(driver_url(asked.site.owner_url("reporting")))
        with owner.begin() as connection:
            connection.execute(text(EMPTY))
        owner.dispose()
        self._keeper = sign(signing_key(asked.known), "reporting", service_identity("reporting"), "reporting")

    def on(self, day: int, hour: int = 12, month: int = 12) -> Reminding:
        """Let it be a time of the season."""
        self.at = datetime.combine(date(2022 if month < 7 else 2021, month, day), time(hour), clock.SHANGHAI)
        return self

    def open(self, city: str = CITY, month: str = "2021-12", due_on: date = date(2021, 12, 30)) -> MonthlyReturn:
        """Let a city owe a return."""
        said: dict[str, Any] = dict.fromkeys(("highlights", "problems", "next_steps"), "")
        opened = MonthlyReturn(
            id=uuid4(), city=city, organisation=uuid4(), month=month, season="2021-22", kind="monthly", revision=1,
            counties=[COUNTY], opened_at=self.at, due_on=due_on, state="draft", nothing=False, freezes=0,
            corrections=0, due_at=datetime.combine(due_on, time(23, 59, 59), clock.SHANGHAI), **said,
        )  # fmt: skip
        with transaction(self.asked.counted.engine) as session:
            session.add(opened)
        return opened

    def goes_to(self, of: MonthlyReturn, state: str) -> None:
        """Let a return go to another state."""
        with transaction(self.asked.counted.engine) as session:
            session.execute(update(MonthlyReturn).where(MonthlyReturn.id == of.id).values(state=state))

    def set(self, scope: str = "5101", role: Role = Role.OFFICER, **said: Any) -> Any:
        """Register a channel; a refusal is answered as the rule's name."""
        token = a_token(self.asked.site, "reporting", uuid4(), role, scope=(scope,))
        fields = {"place": CITY, "kind": "mail", "address": OFFICE, **said}
        answer = in_process(Reporting, self.asked.known, token).set_channel(id=str(uuid4()), fields=fields)
        return answer["refused"][0]["rule"] if "refused" in answer else answer["answer"]

    def channels(self) -> Any:
        """List the city's channels."""
        token = a_token(self.asked.site, "reporting", uuid4(), Role.OFFICER, scope=("5101",))
        return in_process(Reporting, self.asked.known, token).channels(place=CITY)["answer"]

    def remind(self, scope: str = "51", role: Role = Role.OFFICER, city: str = CITY) -> Any:
        """Remind a city by hand; a refusal is answered as the rule's name."""
        token = a_token(self.asked.site, "reporting", uuid4(), role, scope=(scope,))
        answer = in_process(Reporting, self.asked.known, token).remind_city(id=str(uuid4()), fields={"city": city})
        return answer["refused"][0]["rule"] if "refused" in answer else answer["answer"]

    def due(self) -> list[Due]:
        """List the reminders that are due."""
        with transaction(self.asked.counted.engine) as session:
            return [each for each in store.due(session, self.at) if each.rule == "remind"]

    def keep(self) -> list[Notice]:
        """Draw up what is due, as the keeper does, twice; give all digests so far."""
        for each in [*self.due(), *self.due()]:
            doors = in_process(Reporting, self.asked.known, self._keeper)
            assert "answer" in getattr(doors, each.door)(id=str(each.id), fields=each.fields)
        with transaction(self.asked.counted.engine) as session:
            return list(session.query(Notice).order_by(Notice.on, Notice.address))


@pytest.fixture
def reminding(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> Reminding:
    """Give reminders on the clock that a test sets."""
    given = Reminding(asked)
    monkeypatch.setattr(clock, "now", lambda: given.at)
    return given


def test_a_return_is_reminded_of_on_its_days_and_on_no_others(reminding: Reminding) -> None:
    reminding.open()
    reminding.set()
    for day in range(1, 32):
        reminding.on(day).keep()

    assert [notice.on.day for notice in reminding.keep()] == [23, 28, 29, 30]


def test_a_digest_names_every_return_that_waits(reminding: Reminding) -> None:
    december = reminding.open()
    reminding.open(city=OTHER_CITY)
    reminding.set("51", place=PROVINCE, address="province@example.org")
    reminding.set()
    city, province = reminding.on(28).keep()

    assert city.returns == [december.id]
    assert city.subject == "【暖冬】1 份月报待报送,最近截止 2021-12-30 23:59"
    assert city.lines == ["成都市 2021-12 月报(草稿):2021-12-30 23:59 截止,还有 2 个工作日;1 个县(市、区)已核对 0 个"]
    assert [line[:3] for line in province.lines] == ["成都市", "自贡市"]


def test_an_address_registered_for_two_cities_gets_one_digest(reminding: Reminding) -> None:
    reminding.open()
    reminding.open(city=OTHER_CITY)
    reminding.set()
    reminding.set("5103", place=OTHER_CITY)
    [notice] = reminding.on(30).keep()

    assert (len(notice.lines), len(notice.returns)) == (2, 2)
    assert all("今天截止" in line for line in notice.lines)


def test_nothing_is_drawn_up_at_night_and_it_is_made_up_for_in_the_morning(reminding: Reminding) -> None:
    reminding.open()
    reminding.set()

    assert reminding.on(28, hour=23).due() == []
    assert reminding.on(29, hour=7).due() == []
    assert len(reminding.on(24, hour=8).due()) == 1


def test_whoever_submitted_hears_nothing_more_and_whoever_is_sent_back_does(reminding: Reminding) -> None:
    december = reminding.open()
    reminding.set()
    reminding.goes_to(december, "submitted")
    assert reminding.on(28).due() == []
    reminding.goes_to(december, "accepted")
    assert reminding.on(29).due() == []
    reminding.goes_to(december, "sent_back")
    [notice] = reminding.on(30).keep()
    assert "(已退回)" in notice.lines[0]


def test_a_return_submitted_between_listing_and_drawing_up_is_not_reminded_of(reminding: Reminding) -> None:
    december = reminding.open()
    reminding.set()
    [listed] = reminding.on(28).due()
    reminding.goes_to(december, "submitted")
    token = sign(signing_key(reminding.asked.known), "reporting", service_identity("reporting"), "reporting")
    doors = in_process(Reporting, reminding.asked.known, token)

    assert doors.draw_up_notice(id=str(listed.id), fields=listed.fields)["answer"] == {"returns": 0}
    assert reminding.keep() == []


def test_days_before_a_channel_was_set_or_a_return_was_open_are_past(reminding: Reminding) -> None:
    reminding.on(24).open()
    reminding.set()
    assert reminding.on(27).due() == []
    assert len(reminding.on(28).due()) == 1


def test_a_missed_last_day_is_made_up_for_as_overdue_and_then_there_is_peace(reminding: Reminding) -> None:
    reminding.open()
    reminding.set()
    [notice] = reminding.on(3, month=1).keep()

    assert "已逾期" in notice.lines[0]
    assert reminding.on(4, month=1).due() == []


def test_the_province_reminds_by_hand_at_most_once_an_hour_and_the_digest_of_the_day_still_comes(
    reminding: Reminding,
) -> None:
    december = reminding.open()
    reminding.open(month="2021-11", due_on=date(2021, 11, 30))
    reminding.set()

    assert reminding.on(15, hour=9).remind() == {"city": CITY, "returns": 2, "channels": 1}
    reminding.at = reminding.at.replace(minute=59)
    assert reminding.remind() == "RemindedJustNow"
    assert reminding.on(15, hour=10).remind()["channels"] == 1
    notices = reminding.on(28).keep()

    assert [notice.on.day for notice in notices] == [15, 15, 28]
    assert [len(notice.lines) for notice in notices] == [2, 2, 2]
    assert december.id in notices[0].returns


def test_a_city_without_a_channel_is_reminded_on_its_page_and_one_that_owes_nothing_not_at_all(
    reminding: Reminding,
) -> None:
    december = reminding.open()

    assert reminding.remind() == {"city": CITY, "returns": 1, "channels": 0}
    reminding.goes_to(december, "submitted")
    assert reminding.on(20).remind() == "NothingToRemind"


def test_only_the_provinces_officers_remind_by_hand(reminding: Reminding) -> None:
    reminding.open()

    assert reminding.remind("5101") == "OutOfScope"
    assert reminding.remind("") == "StepIsAnothers"
    assert reminding.remind(role=Role.VIEWER) == "RoleMissing"


def test_a_closed_channel_gets_nothing(reminding: Reminding) -> None:
    reminding.open()
    reminding.set()
    reminding.set(open=False)

    assert reminding.on(30).due() == []
    assert [(each["address"], each["open"]) for each in reminding.channels()] == [(OFFICE, False)]


def test_a_channel_shows_what_became_of_its_last_digest(reminding: Reminding) -> None:
    reminding.open()
    reminding.set()
    assert reminding.channels()[0]["last"] is None
    [notice] = reminding.on(28).keep()
    assert (reminding.channels()[0]["last"]["state"], reminding.channels()[0]["last"]["attempts"]) == ("waiting", 0)
    with transaction(reminding.asked.counted.engine) as session:
        store.note_sent(session, notice.id, reminding.at)
    assert reminding.channels()[0]["last"]["state"] == "sent"


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"scope": "5103"}, "OutOfScope"),
        ({"role": Role.RECORDER}, "RoleMissing"),
        ({"place": COUNTY}, "ChannelNeedsReturns"),
        ({"place": "519900000000"}, "OutOfScope"),
        ({"address": "office at cd"}, "MailboxUnreadable"),
        ({"address": "a@b.cn\nBcc: c@d.cn"}, "MailboxUnreadable"),
        ({"kind": "wecom", "address": "nobody-set-me-up"}, "RobotUnknown"),
        ({"kind": "dingtalk", "address": "../../portal/signing"}, "RobotUnknown"),
        ({"kind": "pigeon"}, "FieldInvalid"),
    ],
)
def test_a_channel_that_must_not_or_cannot_be_is_refused(reminding: Reminding, but: dict[str, Any], rule: str) -> None:
    assert reminding.set(**but) == rule
    assert reminding.channels() == []
