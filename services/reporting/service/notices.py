"""The doors of reminders: where they go, and the digest that is drawn up for each recipient."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.reporting import store
from services.reporting.model import Channel, Notice, notice_id
from services.reporting.notices.digest import lines_of, subject_of
from services.reporting.notices.robots import secret_of
from services.reporting.schemas import MAILBOX, ROBOT, ChannelKind, DrawUpNotice, SetChannel
from services.reporting.service.figures import place_asked
from services.reporting.store import Recipient
from shared.desk import Desk
from shared.identity import Role
from shared.refusals import Refusal
from shared.settings import SettingMissing, Settings
from shared.worker import Doors, read, write

PLACES = frozenset({"province", "city"})


class ChannelNeedsReturns(Refusal):
    """提醒渠道只为省或市(州)登记:月报由市(州)报送"""


class MailboxUnreadable(Refusal):
    """“{address}”不是电子邮箱地址"""


class RobotUnknown(Refusal):
    """没有名为“{address}”的群机器人;请运维人员先存入它的地址"""


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
        return [_shown(desk, each) for each in store.channels_of(desk.session, place)]

    @write(DrawUpNotice, service_only=True)
    def draw_up_notice(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Draw up today's digest for a recipient, unless nothing is owed any more; the keeper sends it."""
        to = Recipient(fields["kind"].value, fields["address"])
        returns = store.owed_to(desk.session, desk.frame, to, desk.today)
        if returns:
            months = {each.month for each in returns}
            confirmed = {id: n for each in months for id, n in store.confirmed_counts(desk.session, each).items()}
            drawn_up = Notice(id=notice_id(*to, desk.today), kind=to.kind, address=to.address, on=desk.today)
            drawn_up.returns = [each.id for each in returns]
            drawn_up.subject = subject_of(returns)
            drawn_up.lines = lines_of(desk.frame, desk.today, returns, confirmed)
            desk.session.add(drawn_up)
        return {"returns": len(returns)}


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


def _shown(desk: Desk, channel: Channel) -> dict[str, Any]:
    last = store.last_notice(desk.session, Recipient(channel.kind, channel.address))
    shown = {name: getattr(channel, name) for name in ("place", "kind", "address", "open", "set_on")}
    if last is None:
        return {**shown, "last": None}
    state = "sent" if last.sent_at else "given_up" if last.given_up else "waiting"
    return {**shown, "last": {"on": last.on, "state": state, "attempts": last.attempts, "sent_at": last.sent_at}}
