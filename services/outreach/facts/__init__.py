"""What outreach tells the world."""

from __future__ import annotations

from services.outreach.facts import aid, away, lectures, needs, occasions, organising, publicity, visits
from services.outreach.facts.aid import AidDelivered, AidReceipted, AidSource, Receipt
from services.outreach.facts.lectures import Corps, LectureHeld, LectureTopic, Mode, Venue
from services.outreach.facts.visits import Target, VisitRecorded, VisitTopic
from shared.facts import Fact, Indicator

FACTS: tuple[type[Fact], ...] = (
    *lectures.FACTS,
    *publicity.FACTS,
    *visits.FACTS,
    *occasions.FACTS,
    *aid.FACTS,
    *needs.FACTS,
    *away.FACTS,
    *organising.FACTS,
)

INDICATORS: tuple[Indicator, ...] = (
    *lectures.INDICATORS,
    *publicity.INDICATORS,
    *visits.INDICATORS,
    *occasions.INDICATORS,
    *aid.INDICATORS,
    *needs.INDICATORS,
    *away.INDICATORS,
    *organising.INDICATORS,
)

__all__ = [
    "FACTS",
    "INDICATORS",
    "AidDelivered",
    "AidReceipted",
    "AidSource",
    "Corps",
    "LectureHeld",
    "LectureTopic",
    "Mode",
    "Receipt",
    "Target",
    "Venue",
    "VisitRecorded",
    "VisitTopic",
]
