"""三 求职转介: what jobs tells of those who seek work and were referred to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Code, Fact, Indicator, Key, Line, Stock


class ReferralOutcome(Code):
    """转介结果"""

    HIRED = "hired", "已就业"
    TRAINED = "trained", "转入培训"
    GIVEN_UP = "given_up", "本人放弃"
    UNREACHED = "unreached", "联系不上"


@dataclass(frozen=True, kw_only=True)
class ReferralTaken(Fact):
    """求职转介: somebody who said a need for work is looked after by jobs from this day on."""

    line: ClassVar[Line] = Line.JOBS

    referral: Annotated[UUID, Key("转介编号")]
    seeker: Annotated[UUID, Key("求职者编号")]


@dataclass(frozen=True, kw_only=True)
class ReferralClosed(Fact):
    """转介办结: nothing more is done for a referral, from this day on."""

    line: ClassVar[Line] = Line.JOBS

    referral: Annotated[UUID, Key("转介编号")]
    seeker: Annotated[UUID, Key("求职者编号")]
    outcome: ReferralOutcome


FACTS: tuple[type[Fact], ...] = (ReferralTaken, ReferralClosed)

INDICATORS: tuple[Indicator, ...] = (
    Stock(
        "open_referrals",
        "在办求职转介数",
        {ReferralTaken: 1, ReferralClosed: 0},
        "referral",
        "人次",
        "三(三)1、三(二)1",
    ),
)
