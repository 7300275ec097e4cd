"""What a return is checked for before it is submitted: rules as data, each with the figures it found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from services.reporting.indicators import CATALOGUE, Catalogue
from services.reporting.store import Figures
from shared.facts import Indicator, Line, Stock, Sum

Severity = Literal["error", "warning"]

JUMP_FACTOR = 5
JUMP_FLOOR: Mapping[str, int] = {"": 50, "人次": 500, "份": 500, "分钟": 30_000, "分": 5_000_000}
"""By how much, in the indicator's unit, a figure must differ before its factor is looked at."""


class Finding(NamedTuple):
    """What a rule found: an error stands in the way, a warning asks for a reason under the rule's name."""

    rule: str
    severity: Severity
    message: str
    indicators: tuple[str, ...]


class AtMost(NamedTuple):
    """One figure cannot be above another, in the month itself or over the season to date."""

    rule: str
    less: str
    more: str
    severity: Severity = "error"
    season: bool = False


AT_MOST = (
    AtMost("households_over_persons", "households_visited", "persons_visited"),
    AtMost("households_over_visits", "households_visited", "visits"),
    AtMost("enterprises_over_visits", "enterprises_visited", "visits"),
    AtMost("lecturers_over_lectures", "lecturers", "lectures"),
    AtMost("intents_over_visitors", "fair_intents", "fair_visitors"),
    AtMost("hires_over_intents", "fair_hires", "fair_intents", season=True),
    AtMost("trainees_over_attendances", "trainees", "training_attendances"),
    AtMost("certificates_over_attendances", "training_certificates", "training_attendances", "warning", season=True),
    AtMost("bootcamp_attendees_over_attendance", "bootcamp_attendees", "bootcamp_attendance"),
    AtMost("disbursed_over_recommended", "loans_disbursed", "loans_recommended", "warning", season=True),
    AtMost("filled_over_needed", "posts_filled", "posts_needed"),
    AtMost("volunteers_over_attendances", "volunteers_on_duty", "attendances"),
    AtMost("makeup_over_minutes", "makeup_minutes", "service_minutes"),
    AtMost("needs_met_over_needs", "needs_met", "needs", "warning", season=True),
    AtMost("children_over_visits", "children_visited", "child_visits"),
    AtMost("wishes_fulfilled_over_gathered", "wishes_fulfilled", "wishes_gathered", "warning", season=True),
)


def findings(
    now: Figures,
    before: Figures | None = None,
    last_week: Mapping[str, int] | None = None,
    suspicions: Mapping[str, int | None] | None = None,
    season: Figures | None = None,
) -> list[Finding]:
    """Check a month's figures, errors first: by themselves, and against what else is known.

    That is: the month before; what each additive indicator came to in the last seven days; how many suspicions of
    double recording are open, by the kind's title, or None by the name of a service that did not answer; and the
    season to date. What is None as a whole is not looked at.
    """
    found = [
        *_below_zero(now),
        *_over(now, season),
        *(_jumps(now, before) if before is not None else ()),
        *_silences(now, last_week or {}),
        *_suspicions(suspicions or {}),
    ]
    return sorted(found, key=lambda each: each.severity)


def _below_zero(now: Figures) -> Iterator[Finding]:
    for each in _counted():
        if (value := _total(now, each.code)) < 0:
            message = f"{each.label}为 {_shown(each, value)}:被冲销的多于本期记录的,请核对更正"
            yield Finding(f"below_zero.{each.code}", "error", message, (each.code,))


def _over(now: Figures, season: Figures | None) -> Iterator[Finding]:
    for rule in AT_MOST:
        figures = season if rule.season else now
        if figures is None:
            continue
        less, more = (CATALOGUE.indicators[code] for code in (rule.less, rule.more))
        value, most = _total(figures, rule.less), _total(figures, rule.more)
        if value > most:
            span = "本季累计" if rule.season else "本期"
            message = f"{span}{less.label} {_shown(less, value)},超过{more.label} {_shown(more, most)}"
            yield Finding(rule.rule, rule.severity, message, (rule.less, rule.more))


def _jumps(now: Figures, before: Figures) -> Iterator[Finding]:
    jumped = [each for each in _counted() if _jumped(each, _total(now, each.code), _total(before, each.code))]
    for line, indicators in _by_line(jumped).items():
        changes = ";".join(_change(each, _total(before, each.code), _total(now, each.code)) for each in indicators)
        message = f"{line.label}与上期相差 {JUMP_FACTOR} 倍以上:{changes}"
        yield Finding(f"jump.{line.value}", "warning", message, tuple(each.code for each in indicators))


def _jumped(each: Indicator, now: int, before: int) -> bool:
    """Tell a jump up or down; a month of nothing, before or now, is no jump but a beginning or an end."""
    least, most = sorted((now, before))
    floor = JUMP_FLOOR.get(each.unit, JUMP_FLOOR[""])
    return not isinstance(each, Stock) and 0 < least * JUMP_FACTOR < most and most - least > floor


def _change(each: Indicator, before: int, now: int) -> str:
    return f"{each.label}由上期 {_shown(each, before)}变为本期 {_shown(each, now)}"


def _silences(now: Figures, last_week: Mapping[str, int]) -> Iterator[Finding]:
    sums = [each for each in _counted() if isinstance(each, Sum)]
    for line, indicators in _by_line(sums).items():
        recent = [each for each in indicators if last_week.get(each.code, 0) > 0]
        if not recent or any(_total(now, each.code) for each in indicators):
            continue
        acts = "、".join(f"{each.label} {_shown(each, last_week[each.code])}" for each in recent)
        message = f"{line.label}本期各项均为 0,而近七日已有记录:{acts};请核对发生日期"
        yield Finding(f"silent.{line.value}", "warning", message, tuple(each.code for each in recent))


def _suspicions(suspicions: Mapping[str, int | None]) -> Iterator[Finding]:
    open_pairs = {title: pairs for title, pairs in sorted(suspicions.items()) if pairs}
    if open_pairs:
        kinds = "、".join(f"{title} {pairs} 对" for title, pairs in open_pairs.items())
        message = f"有 {sum(open_pairs.values())} 对疑似重复的记录尚未合并或判明:{kinds}"
        yield Finding("suspicions", "warning", message, ())
    if silent := sorted(name for name, pairs in suspicions.items() if pairs is None):
        message = f"“{'”“'.join(silent)}”服务暂时没有应答,未能查明是否有疑似重复的记录"
        yield Finding("suspicions_unknown", "warning", message, ())


def _by_line(indicators: Iterable[Indicator], catalogue: Catalogue = CATALOGUE) -> Mapping[Line, list[Indicator]]:
    lines: dict[Line, list[Indicator]] = defaultdict(list)
    for each in indicators:
        lines[catalogue.line_of(each)].append(each)
    return lines


def _counted() -> Iterator[Indicator]:
    return CATALOGUE.counted


def _total(figures: Figures, code: str) -> int:
    return figures.get(code, {}).get("", 0)


def _shown(each: Indicator, value: int) -> str:
    """Write a figure with its unit; money is kept in 分 and read in 元."""
    return f"{value / 100:,.2f} 元" if each.unit == "分" else f"{value:,} {each.unit}"
