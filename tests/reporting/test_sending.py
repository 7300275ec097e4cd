"""Reminders go out by mail and by robots, once for each recipient and day as far as the world allows."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from services.reporting.model import MOST_ATTEMPTS, Notice, notice_id
from services.reporting.notices import Sender
from services.reporting.notices.robots import MOST_BYTES
from shared import clock
from shared.database import transaction
from shared.settings import Settings, environment
from tests.eventually import eventually
from tests.measured import measured
from tests.reporting.asked import Asked
from tests.reporting.receivers import Authority, Group, Post, authority, group, post_office

OFFICE = "office@cd.example.org"
ON = date(2021, 12, 28)
NOON = datetime(2021, 12, 28, 12, tzinfo=clock.SHANGHAI)
LINE = "成都市 2021-12 月报(草稿):2021-12-30 23:59 截止,还有 2 个工作日;20 个县(市、区)已核对 3 个"


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Give an authority."""
    return authority(tmp_path_factory.mktemp("authority"))


class Sending:
    """Reporting's sender with secrets of its own, and the digests that wait for it."""

    def __init__(self, asked: Asked, folder: Path) -> None:
        """Copy the secrets, so that a test may add some."""
        shutil.copytree(asked.known.secrets, folder / "secrets")
        self.engine: Engine = asked.counted.engine
        self.settings = Settings("reporting", folder / "secrets", "test")
        self.sender = Sender(self.settings)
        with transaction(self.engine) as session:
            session.execute(text("UPDATE notice SET sent_at = now() WHERE sent_at IS NULL"))

    def keep_secret(self, name: str, **said: Any) -> None:
        """Put a secret where the sender looks for it."""
        path = self.settings.secrets / "reporting" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(said))

    def draw_up(self, kind: str, address: str, lines: tuple[str, ...] = (LINE,)) -> UUID:
        """Let a digest wait."""
        waiting = Notice(kind=kind, address=f"{address}", on=ON, id=notice_id(kind, address + str(uuid4()), ON))
        waiting.on = ON + timedelta(days=int(waiting.id) % 10_000)
        waiting.returns, waiting.subject, waiting.lines = [uuid4()], "【暖冬】1 份月报待报送", list(lines)
        with transaction(self.engine) as session:
            session.add(waiting)
        return waiting.id

    def rest(self) -> None:
        """Let the pause after an attempt pass."""
        with transaction(self.engine) as session:
            session.execute(text("UPDATE notice SET tried_at = now() - interval '2 hours' WHERE sent_at IS NULL"))

    def stands(self, id: UUID) -> tuple[int, bool]:
        """Tell how often a digest was tried, and whether it arrived."""
        with transaction(self.engine) as session:
            found = session.get_one(Notice, id)
            return found.attempts, found.sent_at is not None


@pytest.fixture
def sending(asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sending]:
    """Give the sender at noon of a working day."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    given = Sending(asked, tmp_path)
    yield given
    given.sender.close()


@pytest.fixture(params=["starttls", "implicit", "none"])
def post(request: pytest.FixtureRequest, sending: Sending, trusted: Authority) -> Iterator[Post]:
    """Give a mail server of each kind that the sender knows of."""
    with post_office(trusted.server, request.param) as opened:
        login = {"user": "nuandong", "password": "secret"} if request.param == "starttls" else {}
        known = {"host": "127.0.0.1", "port": opened.port, "tls": request.param, "ca": str(trusted.ca)}
        sending.keep_secret("smtp.json", sender="notice@nd.example.org", **known, **login)
        yield opened


@pytest.fixture
def robots(sending: Sending, trusted: Authority) -> Iterator[Group]:
    """Give a group whose robot the operator has told of, under the name chengdu."""
    with group(trusted.server) as opened:
        sending.keep_secret("robots/chengdu.json", url=opened.url, secret="SEC0", ca=str(trusted.ca))
        yield opened


def test_a_digest_arrives_by_mail_once(sending: Sending, post: Post) -> None:
    id = sending.draw_up("mail", OFFICE)

    assert sending.sender.send_one()
    assert not sending.sender.send_one()
    [mail] = post.mails
    assert (mail["To"], mail["Message-ID"]) == (OFFICE, f"<{id}@nd.example.org>")
    assert (mail["Subject"], mail["Auto-Submitted"]) == ("【暖冬】1 份月报待报送", "auto-generated")
    assert mail["From"].addresses[0].display_name == "暖冬"
    assert LINE in mail.get_content()
    assert str(id) in mail.get_content()
    assert sending.stands(id) == (1, True)


def test_whoever_shows_a_certificate_of_nobody_known_gets_no_mail(sending: Sending, trusted: Authority) -> None:
    with post_office(trusted.server, "implicit") as opened:
        sending.keep_secret("smtp.json", sender="a@b.cn", host="127.0.0.1", port=opened.port, tls="implicit")
        id = sending.draw_up("mail", OFFICE)
        assert sending.sender.send_one()

        assert opened.mails == []
        assert sending.stands(id) == (1, False)


def test_a_process_that_dies_between_sending_and_noting_sends_the_same_mail_again(
    sending: Sending, trusted: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Died(BaseException):
        pass

    def die(*_: Any) -> None:
        raise Died

    with post_office(trusted.server, "none") as opened:
        sending.keep_secret("smtp.json", sender="a@b.cn", host="127.0.0.1", port=opened.port, tls="none")
        id = sending.draw_up("mail", OFFICE)
        with monkeypatch.context() as dying:
            dying.setattr("services.reporting.store.note_sent", die)
            with pytest.raises(Died):
                sending.sender.send_one()
        assert not sending.sender.send_one()
        sending.rest()
        assert sending.sender.send_one()

        assert [mail["Message-ID"] for mail in opened.mails] == [f"<{id}@b.cn>"] * 2
        assert sending.stands(id) == (2, True)


def test_a_wecom_robot_gets_markdown(sending: Sending, robots: Group) -> None:
    id = sending.draw_up("wecom", "chengdu")
    assert sending.sender.send_one()

    [(path, said)] = robots.posted
    assert (path, said["msgtype"]) == ("/robot/send?access_token=t", "markdown")
    assert f"- {LINE}" in said["markdown"]["content"]
    assert str(id) in said["markdown"]["content"]
    assert sending.stands(id) == (1, True)


def test_a_dingtalk_robot_gets_a_title_and_a_signed_address(sending: Sending, robots: Group) -> None:
    sending.draw_up("dingtalk", "chengdu")
    assert sending.sender.send_one()

    [(path, said)] = robots.posted
    assert (said["msgtype"], said["markdown"]["title"]) == ("markdown", "【暖冬】1 份月报待报送")
    asked = {name: value for name, [value] in parse_qs(urlsplit(path).query).items()}
    told = hmac.new(b"SEC0", f"{asked['timestamp']}\nSEC0".encode(), hashlib.sha256).digest()
    assert asked["sign"] == base64.b64encode(told).decode()
    assert abs(int(asked["timestamp"]) / 1_000 - datetime.now(UTC).timestamp()) < 60


def test_a_digest_longer_than_a_robot_takes_is_cut_between_characters(sending: Sending, robots: Group) -> None:
    id = sending.draw_up("wecom", "chengdu", (LINE,) * 105)
    assert sending.sender.send_one()

    content = robots.posted[0][1]["markdown"]["content"]
    assert MOST_BYTES - 3 <= len(content.encode()) <= MOST_BYTES
    assert "…其余请登录查看" in content
    assert str(id) in content


def test_what_a_robot_does_not_take_is_tried_again_after_a_pause(sending: Sending, robots: Group) -> None:
    robots.answer = {"errcode": 310000, "errmsg": "sign not match"}
    id = sending.draw_up("dingtalk", "chengdu")
    assert sending.sender.send_one()
    assert not sending.sender.send_one()
    assert sending.stands(id) == (1, False)

    robots.answer = {"errcode": 0, "errmsg": "ok"}
    sending.rest()
    assert sending.sender.send_one()
    assert sending.stands(id) == (2, True)


def test_one_channel_that_is_away_does_not_hold_the_others_back(sending: Sending, robots: Group) -> None:
    lost, arrives = sending.draw_up("mail", OFFICE), sending.draw_up("wecom", "chengdu")
    while sending.sender.send_one():
        pass

    assert (sending.stands(lost), sending.stands(arrives)) == ((1, False), (1, True))
    assert len(robots.posted) == 1


def test_after_a_dozen_attempts_a_digest_is_given_up(sending: Sending) -> None:
    id = sending.draw_up("mail", OFFICE)
    before = measured("nuandong_notices_total", kind="mail", outcome="given_up") or 0
    for _ in range(MOST_ATTEMPTS):
        sending.rest()
        assert sending.sender.send_one()
    sending.rest()

    assert not sending.sender.send_one()
    assert sending.stands(id) == (MOST_ATTEMPTS, False)
    assert measured("nuandong_notices_total", kind="mail", outcome="given_up") == before + 1


@pytest.mark.parametrize("hour", [21, 23, 0, 7])
def test_nothing_goes_out_at_night(sending: Sending, hour: int, monkeypatch: pytest.MonkeyPatch) -> None:
    id = sending.draw_up("mail", OFFICE)
    monkeypatch.setattr(clock, "now", lambda: NOON.replace(hour=hour))

    assert not sending.sender.send_one()
    assert sending.stands(id) == (0, False)


@pytest.mark.parametrize("said", ["[]", "{", '{"host": "127.0.0.1"}', '{"url": ["x"]}', '{"url": "https://["}'])
@pytest.mark.parametrize("kind", ["mail", "wecom"])
def test_a_secret_that_says_nothing_sensible_is_no_reason_to_stop(sending: Sending, kind: str, said: str) -> None:
    for name in ("smtp.json", "robots/chengdu.json"):
        sending.keep_secret(name)
        (sending.settings.secrets / "reporting" / name).write_text(said)
    id = sending.draw_up(kind, "chengdu")

    assert sending.sender.send_one()
    assert sending.stands(id) == (1, False)


def test_the_keeper_of_reporting_sends(sending: Sending, robots: Group) -> None:
    id = sending.draw_up("wecom", "chengdu")
    told = environment(NUANDONG_SECRETS=str(sending.settings.secrets))
    keeper = subprocess.Popen([sys.executable, "-m", "deploy", "keep", "reporting"], env=told)
    try:
        eventually("the digest arrives", lambda: sending.stands(id) == (1, True), within=20)
    finally:
        keeper.terminate()
        keeper.wait(15)
    assert len(robots.posted) == 1
