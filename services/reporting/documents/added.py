"""The province's figures of a month: added up where they may be, stated where they must not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from services.reporting.documents.city import return_lines
from services.reporting.documents.figures import Line, Shown

Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Summary:
    """The returns of a month, and how the province stands.

    `returns` is what the door of that name answers; by city, `names` tells what it is called, and `reported` what was
    frozen of every one that has submitted; `month` and `season` roll the province up as it is at `as_of`.
    """

    returns: Answer
    names: Mapping[str, str]
    reported: Mapping[str, Answer]
    month: Answer
    season: Answer
    as_of: str

    @property
    def kind(self) -> str:
        """Tell a month's summary from the closing one."""
        return "closing" if self.month["period"] == self.month["season"] else "monthly"

    @property
    def indicators(self) -> Sequence[Shown]:
        """List the indicators of the roll-up."""
        shown: Sequence[Shown] = self.month["indicators"]
        return shown

    @cached_property
    def cities(self) -> Mapping[str, list[Line]]:
        """State every figure of every city that has reported."""
        return {city: return_lines(answer) for city, answer in self.reported.items()}

    @cached_property
    def own(self) -> list[Line]:
        """State what the province did itself, of which there is no return: its figures without those of its cities."""
        return self._lines(self._own_of(self.month), self._own_of(self.season), {})

    @cached_property
    def whole(self) -> list[Line]:
        """State the province's figures: Σ is what was reported with what it did itself, D, S and R its own figure."""
        answers = self.reported.values()
        months = sorted({month for answer in answers for month in answer["carried"]})
        late = {month: self._added(answer["carried"].get(month, {}) for answer in answers) for month in months}
        return self._lines(
            self._whole_of(self.month, [answer["figures"] for answer in answers]),
            self._whole_of(self.season, [answer["season_figures"] for answer in answers]),
            late,
        )

    def _lines(self, now: Shown, season: Shown, late: Mapping[str, Shown]) -> list[Line]:
        stated = {"indicators": self.indicators, "figures": now, "season_figures": season, "carried": late}
        return return_lines({**stated, "kind": self.kind})

    def _own_of(self, rolled: Answer) -> Shown:
        cities = [each["figures"] for each in rolled["children"]]
        return self._added([rolled["figures"]], less=cities)

    def _whole_of(self, rolled: Answer, reported: Sequence[Shown]) -> Shown:
        return {**rolled["figures"], **self._added([self._own_of(rolled), *reported])}

    def _added(self, addends: Iterable[Shown], less: Iterable[Shown] = ()) -> Shown:
        more, less = list(addends), list(less)
        additive = [each["code"] for each in self.indicators if each["kind"] == "sum"]
        return {code: _sum_of(code, more, less) for code in additive if any(code in each for each in more)}


def _sum_of(code: str, more: Iterable[Shown], less: Iterable[Shown]) -> Shown:
    value, parts = 0, Counter[str]()
    for sign, addends in ((1, more), (-1, less)):
        for figure in (each[code] for each in addends if code in each):
            value += sign * figure["value"]
            parts.update({part: sign * count for part, count in figure["breakdowns"].items()})
    return {"value": value, "breakdowns": dict(parts)}
