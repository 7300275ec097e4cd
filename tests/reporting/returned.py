"""Returns and roll-ups as the doors answer them, made up of seeded chance."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

from services.reporting.documents.added import Summary
from services.reporting.documents.labels import parts_known
from services.reporting.indicators import CATALOGUE
from services.reporting.shown import indicator_shown
from shared.facts import Ratio, Sum

INDICATORS = [indicator_shown(CATALOGUE, each) for each in CATALOGUE.indicators.values()]
CITIES = {
    "510100000000": "成都市", "510300000000": "自贡市", "510400000000": "攀枝花市", "510500000000": "泸州市",
    "510600000000": "德阳市", "510700000000": "绵阳市", "510800000000": "广元市", "510900000000": "遂宁市",
    "511000000000": "内江市", "511100000000": "乐山市", "511300000000": "南充市", "511400000000": "眉山市",
    "511500000000": "宜宾市", "511600000000": "广安市", "511700000000": "达州市", "511800000000": "雅安市",
    "511900000000": "巴中市", "512000000000": "资阳市", "513200000000": "阿坝藏族羌族自治州",
    "513300000000": "甘孜藏族自治州", "513400000000": "凉山彝族自治州",
}  # fmt: skip
LUZHOU = "510500000000"
NARRATIVE = {
    "highlights": "全市43个班次的志愿者在21个爱心驿站服务返乡农民工。\n"
    "泸州市与合江县<团委>联合开展“返乡第一站”活动 & 招聘会。",
    "problems": "部分乡镇岗位信息更新不够及时。",
    "next_steps": "一是继续开展走访慰问;\n二是做好返岗专车组织。",
}


def figures(chance: random.Random, most: int = 2_000) -> dict[str, Any]:
    """Make up a figure for every indicator; a third of them is nothing."""
    made: dict[str, Any] = {}
    for code, each in CATALOGUE.indicators.items():
        if isinstance(each, Ratio):
            part, whole = chance.randint(0, 90), chance.choice([0, 100, 183])
            made[code] = {"value": round(part * 100 / whole, 2) if whole else None, "part": part, "whole": whole}
        else:
            money = 100 if each.unit == "分" else 7 if each.unit == "分钟" else 1
            made[code] = _broken_down(
                chance, code, chance.choice([0, chance.randint(1, most), chance.randint(1, most)]) * money
            )
    return made


def _broken_down(chance: random.Random, code: str, value: int) -> dict[str, Any]:
    parts = list(parts_known(code))
    split = Counter(chance.choice(parts) for _ in range(min(value, 9))) if parts else Counter[str]()
    return {"value": value, "breakdowns": dict(split)}


def late(chance: random.Random) -> dict[str, Any]:
    """Make up what came late: some Σ, one of them a correction downwards."""
    additive = [code for code, each in CATALOGUE.indicators.items() if isinstance(each, Sum)]
    chosen = chance.sample(additive, 4)
    return {code: {"value": value, "breakdowns": {}} for code, value in zip(chosen, (3, 12, -2, 150), strict=True)}


def with_late(now: dict[str, Any], before: dict[str, Any], carried: dict[str, Any]) -> dict[str, Any]:
    """Make the season's figures that fit: what was before, this month and what came late."""
    season: dict[str, Any] = {}
    for code, each in CATALOGUE.indicators.items():
        season[code] = (
            before[code] if not isinstance(each, Sum) else _sum([now[code], before[code], *_of(code, carried)])
        )
    return season


def _of(code: str, carried: dict[str, Any]) -> list[Any]:
    return [figures[code] for figures in carried.values() if code in figures]


def _sum(figures: Sequence[Any]) -> dict[str, Any]:
    parts = Counter[str]()
    for each in figures:
        parts.update(each["breakdowns"])
    return {"value": sum(each["value"] for each in figures), "breakdowns": dict(parts)}


def a_return(seed: int = 1, **but: Any) -> dict[str, Any]:
    """Make up a city's submitted return for January."""
    chance = random.Random(seed)
    now, before = figures(chance), figures(chance, 5_000)
    carried = {"2021-11": late(chance), "2021-12": late(chance)}
    usual = {
        "return": "00000000-0000-4000-8000-000000000001",
        "city": {"code": LUZHOU, "name": CITIES[LUZHOU], "level": "city"},
        "month": "2022-01",
        "season": "2021-22",
        "kind": "monthly",
        "state": "submitted",
        "revision": 3,
        "opened_at": "2021-12-31T16:00:00+00:00",
        "due_at": "2022-01-30T15:59:59+00:00",
        "on_time": True,
        "submitted_at": "2022-01-28T08:30:00+00:00",
        "narrative": NARRATIVE,
        "nothing": False,
        "indicators": INDICATORS,
        "figures": now,
        "season_figures": with_late(now, before, carried),
        "carried": carried,
        "confirmed": [
            {"county": "510502", "by": "00000000-0000-4000-8000-0000000000aa", "at": "2022-01-27T01:00:00+00:00"}
        ],
        "unconfirmed": ["510503", "510504"],
        "steps": [
            {
                "step": "submit",
                "by": "00000000-0000-4000-8000-0000000000aa",
                "at": "2022-01-28T08:30:00+00:00",
                "reason": "",
            }
        ],
        "findings": [
            {
                "rule": "jump",
                "severity": "warning",
                "message": "走访户次由上期 1,200 户次变为本期 200 户次;请核对",
                "indicators": ["visits"],
                "reason": "春节前集中走访",
            }
        ],
        "frozen": {"number": 1, "at": "2022-01-28T08:30:00+00:00", "hash": "3f" * 32, "positions": {}},
        "unlocked": None,
    }
    return {**usual, **but}


def a_summary(missing: Sequence[str] = ("511900000000",)) -> Summary:
    """Make up the province's January: every city's return but those that are missing, and the roll-up."""
    reported = {
        code: a_return(number, city={"code": code, "name": name, "level": "city"})
        for number, (code, name) in enumerate(CITIES.items())
        if code not in missing
    }
    chance = random.Random(99)
    month = _rolled(chance, [each["figures"] for each in reported.values()], reported, "2022-01")
    season = _rolled(chance, [each["season_figures"] for each in reported.values()], reported, "2021-22")
    rows = [_row(code, reported.get(code)) for code in CITIES]
    returns = {
        "month": "2022-01",
        "due_at": "2022-01-30T15:59:59+00:00",
        "expected": 21,
        "submitted": len(reported),
        "on_time": len(reported),
        "accepted": 3,
        "completeness": 95.24,
        "timeliness": 95.24,
        "rows": rows,
    }
    return Summary(returns, CITIES, reported, month, season, "2022-01-31T02:00:00+00:00")


def _rolled(chance: random.Random, cities: list[Any], reported: Any, period: str) -> dict[str, Any]:
    """Roll up what was reported, beside what the province did itself."""
    own = figures(chance, 20)
    whole = {
        code: _sum([own[code], *(each[code] for each in cities)]) if isinstance(each, Sum) else own[code]
        for code, each in CATALOGUE.indicators.items()
    }
    children = [{"place": {"code": code}, "figures": each} for code, each in zip(reported, cities, strict=True)]
    return {"period": period, "season": "2021-22", "indicators": INDICATORS, "figures": whole, "children": children}


def _row(code: str, answer: dict[str, Any] | None) -> dict[str, Any]:
    row = {"city": code, "due_at": "2022-01-30T15:59:59+00:00"}
    counted = {"revision": 3, "confirmed": 1, "counties": 3}
    if answer is None:
        return {**row, "state": "draft", "submitted_at": None, "on_time": None, **counted}
    return {**row, "state": "accepted", "submitted_at": answer["submitted_at"], "on_time": True, **counted}
