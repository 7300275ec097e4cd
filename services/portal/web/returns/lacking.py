"""What a return still lacks before its city can submit it, each with the part of the page where it is seen to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.portal.web.returns.sheet import Table

NARRATIVE = {"highlights": "亮点", "problems": "问题", "next_steps": "下一步打算"}


@dataclass(frozen=True)
class Task:
    """One thing to see to; what is only advised holds nobody up."""

    done: bool
    title: str
    detail: str
    anchor: str
    advised: bool = False


def tasks_of(answer: Mapping[str, Any], tables: Sequence[Table], earlier: Sequence[str]) -> list[Task]:
    """List what the city sees to, in the order of the page."""
    return [*_earlier(earlier), *_findings(answer), _figures(tables), _counties(answer), _narrative(answer)]


def _earlier(earlier: Sequence[str]) -> Iterator[Task]:
    if earlier:
        yield Task(False, "以前的月报尚未报送", f"须先报送:{'、'.join(earlier)}", "deadline")  # noqa: FBT003 - a row of the list


def _findings(answer: Mapping[str, Any]) -> Iterator[Task]:
    errors = [each for each in answer["findings"] if each["severity"] == "error"]
    unanswered = [each for each in answer["findings"] if each["severity"] == "warning" and not each["reason"]]
    yield Task(not errors, "数字前后相符", f"{len(errors)} 处矛盾须先更正" if errors else "没有矛盾", "checks")
    detail = f"{len(unanswered)} 处须说明情况" if unanswered else "没有要说明的"
    yield Task(not unanswered, "异常有说明", detail, "checks")


def _figures(tables: Sequence[Table]) -> Task:
    silent = [each.line.label for each in tables if not each.rows]
    detail = f"没有数字的行动:{'、'.join(silent)};如有遗漏请先补录" if silent else "各项行动都有数字"
    return Task(not silent, "各项行动都有记录", detail, "figures", advised=True)


def _counties(answer: Mapping[str, Any]) -> Task:
    waiting, looked = len(answer["unconfirmed"]), len(answer["confirmed"])
    detail = f"{looked}/{looked + waiting} 个县(市、区)已核对"
    return Task(not waiting, "县级核对", detail, "counties", advised=True)


def _narrative(answer: Mapping[str, Any]) -> Task:
    empty = [label for name, label in NARRATIVE.items() if not answer["narrative"][name].strip()]
    detail = f"还没有写:{'、'.join(empty)}" if empty else "都已写好"
    return Task(not empty, "工作情况", detail, "narrative", advised=True)
