"""How a return is shown: live while it is with its city, frozen once it is submitted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.reporting import store
from services.reporting.model import Frozen, MonthlyReturn
from services.reporting.returns.checks import Finding
from services.reporting.returns.content import content_of
from services.reporting.returns.freezing import narrative_of
from services.reporting.returns.inspection import inspect
from services.reporting.schemas import period_of
from services.reporting.shown import place_shown
from shared.desk import Desk
from shared.settings import return_day

Shown = dict[str, Any]


def return_shown(desk: Desk, of: MonthlyReturn) -> Shown:
    """Show a return with its figures, who looked at it, and every step it took."""
    frozen = store.standing_freeze(desk.session, of)
    campaign = desk.frame.campaign(of.season)
    place = desk.frame.place(of.city)
    return {
        **heading_of(of),
        "city": place_shown(place) if place else {"code": of.city, "name": of.city, "level": "city"},
        "locks_on": str(campaign.closes_on) if campaign else None,
        **_content(desk, of, frozen),
        **_counties(desk, of),
        "steps": _steps(desk, of),
        "frozen": _frozen(frozen) if frozen else None,
        "unlocked": _unlocked(of) if of.unlocked_until else None,
    }


def heading_of(of: MonthlyReturn) -> Shown:
    """Show which return it is and where it stands."""
    return {
        "return": str(of.id),
        "month": of.month,
        "season": of.season,
        "kind": of.kind,
        "state": of.state,
        "revision": of.revision,
        "opened_at": of.opened_at.isoformat(),
        "due_at": of.due_at.isoformat(),
        "return_day": return_day(),
        "on_time": of.on_time,
        "submitted_at": of.submitted_at.isoformat() if of.submitted_at else None,
    }


def findings_shown(found: Iterable[Finding], reasons: Mapping[str, str]) -> list[Shown]:
    """Show what the checks found, a warning beside the reason that was given."""
    return [{**each._asdict(), "reason": reasons.get(each.rule)} for each in found]


def returns_shown(returns: Sequence[MonthlyReturn], confirmed: Mapping[Any, int]) -> Shown:
    """Show where all returns of a period stand; the rates are of those that were expected when it opened."""
    submitted = [each for each in returns if each.submitted_at]
    on_time = [each for each in submitted if each.on_time]
    return {
        "due_at": returns[0].due_at.isoformat(),
        "expected": len(returns),
        "submitted": len(submitted),
        "on_time": len(on_time),
        "accepted": sum(each.state == "accepted" for each in returns),
        "completeness": round(100 * len(submitted) / len(returns), 2),
        "timeliness": round(100 * len(on_time) / len(returns), 2),
        "rows": [
            {
                **{name: value for name, value in heading_of(each).items() if name in _ROW},
                "city": each.city,
                "confirmed": confirmed.get(each.id, 0),
                "counties": len(each.counties),
            }
            for each in returns
        ],
    }


_ROW = frozenset({"state", "due_at", "submitted_at", "on_time", "revision"})


def _content(desk: Desk, of: MonthlyReturn, frozen: Frozen | None) -> Shown:
    if frozen and not of.is_writable:
        return dict(frozen.content)
    content = content_of(desk, of)
    found = list(inspect(desk, of.city, period_of(of.month), content.now, content.season))
    return {
        **content.shown(),
        "narrative": narrative_of(of),
        "nothing": of.nothing,
        "findings": findings_shown(found, _given_before(frozen, found)),
    }


def _given_before(frozen: Frozen | None, found: Sequence[Finding]) -> dict[str, str]:
    """Give the reasons of the last submission for the warnings that read today as they did then."""
    said = {each["message"]: each["reason"] for each in frozen.content["findings"]} if frozen else {}
    return {each.rule: said[each.message] for each in found if said.get(each.message)}


def _counties(desk: Desk, of: MonthlyReturn) -> Shown:
    confirmed = store.confirmed(desk.session, of.id)
    known = {each.county for each in confirmed}
    return {
        "confirmed": [{"county": each.county, "by": str(each.by), "at": each.at.isoformat()} for each in confirmed],
        "unconfirmed": [each for each in of.counties if each not in known],
    }


def _steps(desk: Desk, of: MonthlyReturn) -> list[Shown]:
    return [
        {"step": each.step, "by": str(each.by) if each.by else None, "at": each.at.isoformat(), "reason": each.reason}
        for each in store.steps_of(desk.session, of.id)
    ]


def _frozen(frozen: Frozen) -> Shown:
    return {
        "number": frozen.number,
        "at": frozen.at.isoformat(),
        "hash": frozen.hash,
        "positions": frozen.positions,
    }


def _unlocked(of: MonthlyReturn) -> Shown:
    return {"by": str(of.unlocked_by), "reason": of.unlocked_reason, "until": str(of.unlocked_until)}
