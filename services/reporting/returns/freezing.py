"""Freezing: what a return says, and every position that had been counted by then, kept in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from services.reporting import store
from services.reporting.fold import roll
from services.reporting.model import Frozen, FrozenShare, MonthlyReturn
from services.reporting.returns.content import Content, content_of
from shared.desk import Desk
from shared.refusals import Refusal

MOST_WAITING = 50_000
"""How many facts are rolled while all counters are held back: about two seconds' work."""


class FiguresBehind(Refusal):
    """统计正在追赶 {facts} 条新记录,请过几分钟再报送"""


class NothingIsNotSo(Refusal):
    """本期有统计数或补报数,不能作零报告"""


class SilenceIsNotZero(Refusal):
    """本期没有任何统计数;如确无工作,请明确作“零报告”,否则请先补录"""


def freeze(desk: Desk, of: MonthlyReturn, findings: Sequence[Mapping[str, Any]]) -> Frozen:
    """Keep what a return says with all that is counted now; its earlier freeze stands no longer."""
    store.hold_swap(desk.session)
    store.look_at_live(desk.session)
    _roll_all(desk)
    content = content_of(desk, of)
    _must_say_so(of, content)
    of.freezes += 1
    said = {**content.shown(), "narrative": narrative_of(of), "nothing": of.nothing, "findings": list(findings)}
    positions = store.counted_positions(desk.session)
    digest = digest_of(of.id.hex, of.freezes, said, positions)
    frozen = Frozen(return_id=of.id, number=of.freezes, at=desk.now, hash=digest, content=said, positions=positions)
    desk.session.add(frozen)
    desk.session.flush()
    desk.session.add_all(
        FrozenShare(return_id=of.id, number=of.freezes, **part._asdict(), value=value)
        for part, value in content.shares.items()
    )
    return frozen


def narrative_of(of: MonthlyReturn) -> dict[str, str]:
    """Show what a city wrote."""
    return {"highlights": of.highlights, "problems": of.problems, "next_steps": of.next_steps}


def digest_of(id: str, number: int, content: Mapping[str, Any], positions: Mapping[str, Any]) -> str:
    """Digest what was frozen, so that whoever holds it can tell that nobody touched it."""
    canonical = orjson.dumps([id, number, content, positions], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(canonical).hexdigest()


def _roll_all(desk: Desk) -> None:
    """Roll what was counted and waits, so that the cells say all that the positions say."""
    if (waiting := store.waiting_facts(desk.session)) > MOST_WAITING:
        raise FiguresBehind("month", facts=waiting)
    while roll(desk.session):
        pass


def _must_say_so(of: MonthlyReturn, content: Content) -> None:
    if of.nothing and not content.says_nothing:
        raise NothingIsNotSo("nothing")
    if content.says_nothing and not of.nothing:
        raise SilenceIsNotZero("nothing")
