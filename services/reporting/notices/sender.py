"""Sends what was drawn up: claims a digest, sends it outside of any transaction, and notes that it went out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http.client import HTTPException
from smtplib import SMTPException
from threading import Event

from sqlalchemy.exc import OperationalError

from services.reporting import store
from services.reporting.measures import NOTICES, expect_notices
from services.reporting.model import is_quiet
from services.reporting.notices import mail, robots
from services.reporting.notices.message import Message, NotTaken
from services.reporting.schemas import ChannelKind
from shared import clock
from shared.database import engine, transaction
from shared.heartbeat import beat
from shared.settings import SettingMissing, Settings, quiet_hours
from shared.telemetry import Word, alarm, log

EVERY_S = 2.0
NOT_SENT = (OSError, SMTPException, HTTPException, NotTaken, SettingMissing, ValueError)
"""What a server that is away, refuses or is told of wrongly raises: tried again, each time after a longer pause."""

Send = Callable[[Settings, str, Message], None]

BY_KIND: Mapping[str, Send] = {
    ChannelKind.MAIL.value: mail.send,
    ChannelKind.WECOM.value: robots.send_wecom,
    ChannelKind.DINGTALK.value: robots.send_dingtalk,
}


class Sender:
    """The part of reporting's keeper that sends; only the keeper that leads has one."""

    def __init__(self, settings: Settings) -> None:
        """Remember whose notices they are; nothing is opened yet."""
        self._settings = settings
        self._engine = engine(settings.database_url, pool_size=1)
        expect_notices(BY_KIND)

    def run(self, stop: Event) -> None:
        """Send until told to stop, but not while offices sleep."""
        try:
            while not stop.wait(EVERY_S):
                self._round(stop)
        finally:
            self.close()

    def close(self) -> None:
        """Close the connection to the database."""
        self._engine.dispose()

    def _round(self, stop: Event) -> None:
        try:
            while not stop.is_set() and self.send_one():
                pass
        except OperationalError as error:
            log("notices.not_listed", error=type(error))

    def send_one(self) -> bool:
        """Send the oldest digest that waits, if one does and it is day."""
        beat("notices")
        if is_quiet(clock.now(), quiet_hours()):
            return False
        with transaction(self._engine) as session:
            claimed = store.claim_notice(session)
        if claimed is None:
            return False
        message = Message(claimed.id, claimed.subject, tuple(claimed.lines))
        kind = Word(claimed.kind)
        try:
            BY_KIND[claimed.kind](self._settings, claimed.address, message)
        except NOT_SENT as error:
            say, outcome = (alarm, "given_up") if claimed.given_up else (log, "not_sent")
            NOTICES.labels(claimed.kind, outcome).inc()
            say("notice.not_sent", id=claimed.id, kind=kind, attempt=claimed.attempts, error=type(error))
            return True
        with transaction(self._engine) as session:
            store.note_sent(session, claimed.id, clock.now())
        NOTICES.labels(claimed.kind, "sent").inc()
        log("notice.sent", id=claimed.id, kind=kind, attempt=claimed.attempts)
        return True
