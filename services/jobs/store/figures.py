"""What jobs' state tables say of each figure."""

from __future__ import annotations

from services.jobs.facts import INDICATORS
from services.jobs.store import referrals, training, ventures
from services.jobs.store.said import said
from shared.tally import act_figures


def _posting(day: str = "opens_on", value: str = "1", breakdown: str = "''", item: str = "NULL", turn: int = 0) -> str:
    return said("posting", day, value, breakdown, item, turn=turn)


def _fair(value: str = "1", by: str = "''", day: str = "held_on", source: str = "fair") -> str:
    return said(source, day, value, by, organisations=_TOOK_PART)


def _offer(item: str, by: str = "''") -> str:
    """Say which postings were shown where; of two fairs on one day the one that was told later holds."""
    offers, told_later = "fair JOIN offer ON offer.fair = fair.id", "(extract(epoch FROM held_at) * 1000000)::bigint"
    return said(offers, "held_on", "headcount", by, item, _TOOK_PART, told_later)


_CHANNELS = "posting JOIN announcement ON announcement.posting = posting.id"
_CAME = "fair JOIN booth ON booth.fair = fair.id AND booth.came"
_TOOK_PART = "organisation || joint_organisations"
_WINDOW = "'window=' || travel_window"

FIGURES: dict[str, tuple[str, ...]] = {
    **act_figures(INDICATORS),
    **referrals.FIGURES,
    **training.FIGURES,
    **ventures.FIGURES,
    "postings": (_posting(), _posting(breakdown="'trade=' || trade")),
    "vacancies": (_posting(value="headcount"),),
    "open_vacancies": (
        _posting(value="headcount", item="id"),
        _posting("closed_on", value="0", item="id", turn=1),
    ),
    "employers": (_posting(item="employer"),),
    "publications": (
        said(_CHANNELS, "announced_on"),
        said(_CHANNELS, "announced_on", breakdown="'channel=' || channel"),
    ),
    "fairs": (_fair(), _fair(by="'mode=' || mode"), _fair(by=_WINDOW)),
    "fair_employers": (_fair(source=_CAME), _fair(by=_WINDOW, source=_CAME)),
    "fair_vacancies": (_offer("posting"),),
    "window_vacancies": (_offer("showing"), _offer("showing", _WINDOW)),
    "fair_visitors": (_fair("visitors"), _fair("visitors", _WINDOW)),
    "fair_intents": (_fair("intents"), _fair("intents", _WINDOW)),
    "fair_hires": (_fair("hires", day="confirmed_on"), _fair("hires", _WINDOW, "confirmed_on")),
}
