"""Who is owed a reminder, and the digests that wait to be sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from services.reporting.model import (
    MOST_ATTEMPTS,
    Channel,
    MonthlyReturn,
    Notice,
    Reminder,
    is_quiet,
    notice_id,
    reminded_on,
)
from services.reporting.store.returns import NEVER_OR_BACK
from shared.clock import day_of
from shared.duty import Due
from shared.facts import stem
from shared.frame import Frame, current
from shared.settings import quiet_hours, reminder_days

FIRST_PAUSE_S, LONGEST_PAUSE_S = 60, 3_600


class Recipient(NamedTuple):
    """A mailbox or a robot, wherever it is registered."""

    kind: str
    address: str


class Standing(NamedTuple):
    """What is read once to tell who is owed a reminder."""

    channels: Mapping[Recipient, Sequence[Channel]]
    waiting: Sequence[MonthlyReturn]
    notices: Mapping[Recipient, Sequence[Notice]]


def due_reminders(session: Session, now: datetime) -> list[Due]:
    """List the recipients whose digest of today is to be drawn up; nothing at night."""
    if is_quiet(now, quiet_hours()):
        return []
    today, frame, standing = day_of(now), current(session), _standing(session, day_of(now))
    return [
        Due("remind", notice_id(*each, today), "draw_up_notice", each._asdict(), today)
        for each in standing.channels
        if _owed(frame, standing, each, today)
    ]


def owed_to(session: Session, frame: Frame, to: Recipient, today: date) -> Sequence[MonthlyReturn]:
    """List every unsubmitted return of a recipient, if a reminder of one of them is owed and none went out today.

    A day of reminding that was missed, because it was night or nothing ran, is made up for on the next one.
    """
    return _owed(frame, _standing(session, today), to, today)


def _standing(session: Session, today: date) -> Standing:
    channels: dict[Recipient, list[Channel]] = defaultdict(list)
    for each in session.scalars(select(Channel).where(Channel.open).order_by(Channel.kind, Channel.address)):
        channels[Recipient(each.kind, each.address)].append(each)
    if not channels:
        return Standing({}, (), {})
    unsubmitted = select(MonthlyReturn).where(MonthlyReturn.state.in_(NEVER_OR_BACK))
    waiting = session.scalars(unsubmitted.order_by(MonthlyReturn.due_at, MonthlyReturn.city)).all()
    notices: dict[Recipient, list[Notice]] = defaultdict(list)
    of_these = or_(Notice.on == today, Notice.returns.overlap([each.id for each in waiting]))
    for notice in session.scalars(select(Notice).where(of_these)):
        notices[Recipient(notice.kind, notice.address)].append(notice)
    return Standing(channels, waiting, notices)


def _owed(frame: Frame, standing: Standing, to: Recipient, today: date) -> Sequence[MonthlyReturn]:
    known, channels = standing.notices.get(to, ()), standing.channels.get(to, ())
    if any(notice.on == today and notice.reminder is None for notice in known):
        return ()
    waiting = [each for each in standing.waiting if _covers(channels, each)]
    return waiting if any(_is_owed(frame, each, _since(channels, each), known, today) for each in waiting) else ()


def _is_owed(frame: Frame, of: MonthlyReturn, since: date, known: Sequence[Notice], today: date) -> bool:
    days = [day for day in reminded_on(frame, of.due_on, reminder_days()) if since <= day <= today]
    return bool(days) and not any(notice.on >= days[-1] and of.id in notice.returns for notice in known)


def _since(channels: Sequence[Channel], of: MonthlyReturn) -> date:
    """Tell from which day on a return may be reminded of: it was open, and somebody wanted to hear of it."""
    return max(min(each.set_on for each in channels if _covers([each], of)), day_of(of.opened_at))


def _covers(channels: Sequence[Channel], of: MonthlyReturn) -> bool:
    return any(of.city.startswith(stem(each.place)) for each in channels)


def channels_of(session: Session, place: str) -> Sequence[Channel]:
    """List the channels of a place, closed ones too."""
    found = select(Channel).where(Channel.place == place)
    return session.scalars(found.order_by(Channel.kind, Channel.address)).all()


def unsubmitted_held(session: Session, city: str) -> Sequence[MonthlyReturn]:
    """Find what a city has not submitted, and hold it until the transaction ends: who reminds of it waits in line."""
    waiting = select(MonthlyReturn).where(MonthlyReturn.city == city, MonthlyReturn.state.in_(NEVER_OR_BACK))
    return session.scalars(waiting.order_by(MonthlyReturn.due_at).with_for_update()).all()


def last_reminders(session: Session, cities: Collection[str]) -> dict[str, datetime]:
    """Tell when each of some cities was last reminded by hand."""
    last = select(Reminder.city, func.max(Reminder.at).label("at")).where(Reminder.city.in_(cities))
    return {row.city: row.at for row in session.execute(last.group_by(Reminder.city))}


def last_notice(session: Session, to: Recipient) -> Notice | None:
    """Find the newest digest of a recipient."""
    known = select(Notice).where(Notice.kind == to.kind, Notice.address == to.address)
    return session.scalars(known.order_by(Notice.on.desc(), Notice.reminder.is_(None)).limit(1)).first()


def claim_notice(session: Session) -> Notice | None:
    """Take the oldest digest that waits, for one attempt: whoever dies over it leaves it to a later one."""
    seconds = func.least(FIRST_PAUSE_S * func.power(2, Notice.attempts - 1), LONGEST_PAUSE_S)
    rested = Notice.tried_at + func.make_interval(0, 0, 0, 0, 0, 0, seconds) < func.now()
    waiting = select(Notice).where(
        Notice.sent_at.is_(None), Notice.attempts < MOST_ATTEMPTS, or_(Notice.tried_at.is_(None), rested)
    )
    one = session.scalars(waiting.order_by(Notice.on, Notice.id).limit(1).with_for_update(skip_locked=True)).first()
    if one is not None:
        one.attempts += 1
        one.tried_at = datetime.now(UTC)  # a lease, and so in real time
    return one


def note_sent(session: Session, id: UUID, at: datetime) -> None:
    """Note that a digest arrived."""
    session.execute(update(Notice).where(Notice.id == id).values(sent_at=at))
