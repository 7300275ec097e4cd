"""The doors of reminders: where they go, and the digest that is drawn up for each recipient."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from services.reporting import store
from services.reporting.model import Channel, MonthlyReturn, Notice, Reminder, notice_id
from services.reporting.notices.digest import lines_of, subject_of
from services.reporting.notices.robots import secret_of
from services.reporting.returns.rights import PROVINCE, must_speak_for
from services.reporting.schemas import MAILBOX, ROBOT, ChannelKind, DrawUpNotice, RemindCity, SetChannel
from services.reporting.service.figures import place_asked
from services.reporting.store import Recipient
from shared.clock import shown
from shared.desk import Desk
from shared.identity import Role
from shared.refusals import Refusal
from shared.settings import SettingMissing, Settings
from shared.worker import Doors, read, write

PLACES = frozenset({"province", "city"})
BETWEEN = timedelta(hours=1)
"""How long a city is left in peace after it was reminded by hand."""


class ChannelNeedsReturns(Refusal):
    """提醒渠道只为省或市(州)登记:月报由市(州)报送"""


class MailboxUnreadable(Refusal):
    """“{address}”不是电子邮箱地址"""


class RobotUnknown(Refusal):
    """没有名为“{address}”的群机器人;请运维人员先存入它的地址"""


class NothingToRemind(Refusal):
    """该市(州)没有待报送的月报,不需要提醒"""


class RemindedJustNow(Refusal):
    """已于 {at} 提醒过,一小时内不再重复;{again} 以后可以再提醒"""


class NoticeDoors(Doors):
    """提醒: reminders of returns that are not submitted, one digest a day for each recipient."""

    @write(SetChannel, Role.OFFICER)
    def set_channel(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Register a channel of a city or of the province, or close it."""
        if place_asked(desk, fields["place"], desk.today).level not in PLACES:
            raise ChannelNeedsReturns("place")
        kind, address = fields["kind"], fields["address"]
        _must_be_reachable(self.transactions.settings, kind, address)
        held = desk.session.get(Channel, (fields["place"], kind.value, address), with_for_update=True)
        row = held or Channel(place=fields["place"], kind=kind.value, address=address, open=False)
        if row.open != fields["open"]:
            row.open, row.set_on, row.set_by = fields["open"], desk.today, desk.identity.somebody
            desk.session.add(row)
        return {"place": fields["place"], "kind": kind.value, "address": address, "open": fields["open"]}

    @read(Role.OFFICER, Role.APPROVER)
    def channels(self, desk: Desk, place: str) -> list[dict[str, Any]]:
        """List the channels of a city or of the province, each with its last digest."""
        place_asked(desk, place, desk.today)
        return [_channel_shown(desk, each) for each in store.channels_of(desk.session, place)]

    @write(DrawUpNotice, service_only=True)
    def draw_up_notice(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Draw up today's digest for a recipient, unless nothing is owed any more; the keeper sends it."""
        to = Recipient(fields["kind"].value, fields["address"])
        returns = store.owed_to(desk.session, desk.frame, to, desk.today)
        if returns:
            _draw_up(desk, notice_id(*to, desk.today), to, returns)
        return {"returns": len(returns)}

    @write(RemindCity, Role.OFFICER)
    def remind_city(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Remind a city now of all that it has not submitted, at most once an hour; its channels tell it by day."""
        must_speak_for(desk, PROVINCE)
        city = fields["city"]
        returns = store.unsubmitted_held(desk.session, city)
        if not returns:
            raise NothingToRemind("city")
        last = store.last_reminders(desk.session, [city]).get(city)
        if last and desk.now < last + BETWEEN:
            raise RemindedJustNow("city", at=shown(last), again=shown(last + BETWEEN))
        named = [each.id for each in returns]
        desk.session.add(Reminder(id=id, city=city, by=desk.identity.somebody, at=desk.now, returns=named))
        desk.session.flush()
        told = {Recipient(each.kind, each.address) for each in store.channels_of(desk.session, city) if each.open}
        for to in sorted(told):
            _draw_up(desk, uuid5(id, f"{to.kind}:{to.address}"), to, returns).reminder = id
        return {"city": city, "returns": len(returns), "channels": len(told)}


def _draw_up(desk: Desk, id: UUID, to: Recipient, returns: Sequence[MonthlyReturn]) -> Notice:
    """Write what a recipient is to be told of some returns; the keeper sends it."""
    months = {each.month for each in returns}
    confirmed = {id: n for each in months for id, n in store.confirmed_counts(desk.session, each).items()}
    drawn_up = Notice(id=id, kind=to.kind, address=to.address, on=desk.today, returns=[each.id for each in returns])
    drawn_up.subject = subject_of(returns)
    drawn_up.lines = lines_of(desk.frame, desk.today, returns, confirmed)
    desk.session.add(drawn_up)
    return drawn_up


def _must_be_reachable(settings: Settings, kind: ChannelKind, address: str) -> None:
    """Refuse a mailbox that is none, and a robot whose webhook the operator has not put among the secrets."""
    if kind is ChannelKind.MAIL:
        if not MAILBOX.match(address):
            raise MailboxUnreadable("address", address=address)
        return
    try:
        known = bool(ROBOT.match(address)) and bool(settings.secret(secret_of(address)))
    except SettingMissing:
        known = False
    if not known:
        raise RobotUnknown("address", address=address)


def _channel_shown(desk: Desk, channel: Channel) -> dict[str, Any]:
    last = store.last_notice(desk.session, Recipient(channel.kind, channel.address))
    told = {name: getattr(channel, name) for name in ("place", "kind", "address", "open", "set_on")}
    if last is None:
        return {**told, "last": None}
    state = "sent" if last.sent_at else "given_up" if last.given_up else "waiting"
    return {**told, "last": {"on": last.on, "state": state, "attempts": last.attempts, "sent_at": last.sent_at}}
