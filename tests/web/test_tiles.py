"""The map of 21 tiles, and how figures are written and shaded on boards."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from deploy.demo.world import World
from services.portal.web.board.choices import COVERAGES, FIRST
from services.portal.web.board.figures import changed, parts_of, written
from services.portal.web.board.freshness import age_of, in_words
from services.portal.web.board.layout import board_of
from services.portal.web.board.tiles import LEGEND, SIDE, shade_of, spots
from services.reporting.indicators import CATALOGUE
from shared.facts import Line, Ratio


def test_every_city_has_a_tile_of_its_own() -> None:
    assert sorted(spots()) == World().cities
    assert len({(each.column, each.row) for each in spots().values()}) == 21


def test_the_tiles_stand_where_the_places_of_the_cities_put_them() -> None:
    found = list(spots().values())
    east = np.array([each.longitude for each in found])
    north = np.array([each.latitude for each in found])
    across = (east - east.min()) / np.ptp(east) * (SIDE - 1)
    down = (north.max() - north) / np.ptp(north) * (SIDE - 1)
    cells = [(column, row) for row in range(SIDE) for column in range(SIDE)]
    moved = np.array([[(x - c) ** 2 + (y - r) ** 2 for c, r in cells] for x, y in zip(across, down, strict=True)])

    _, chosen = linear_sum_assignment(moved)

    assert [cells[each] for each in chosen] == [(each.column, each.row) for each in found]


def test_a_shade_is_a_step_of_coverage_and_not_a_rank() -> None:
    reached = [None, 0, 0.1, 24.9, 25, 50, 75, 99.99, 100, 130]

    assert [LEGEND[shade_of(each)] for each in reached] == [
        "未公布或无从计算", "0", "不足 25%", "不足 25%", "25%—50%", "50%—75%", "75%—100%", "75%—100%", "100%", "100%",
    ]  # fmt: skip


def test_what_stands_out_is_declared_and_coverages_are_ratios() -> None:
    for line, codes in FIRST.items():
        assert {CATALOGUE.line_of(CATALOGUE.indicators[code]) for code in codes} == {line}
    for code in COVERAGES:
        coverage = CATALOGUE.indicators[code]
        assert isinstance(coverage, Ratio)
        assert coverage.unit == "%"


@pytest.mark.parametrize(
    ("figure", "unit", "text"),
    [
        ({"value": 1_234_567}, "人次", "1,234,567"),
        ({"value": 15_050_000}, "分", "150,500"),
        ({"value": 90}, "分钟", "2"),
        ({"value": 38.6}, "%", "38.6%"),
        ({"value": None}, "%", "—"),
        ({"value": None, "state": "hidden"}, "人", "—"),
        ({"value": None, "state": "awaited"}, "人", "待公布"),
    ],
)
def test_figures_are_rounded_for_display_only_and_what_is_hidden_is_a_dash(
    figure: dict[str, Any], unit: str, text: str
) -> None:
    assert written(figure, unit) == text


def test_a_ratio_stands_beside_its_parts_and_its_denominator() -> None:
    coverage = {"part": "lecture_townships", "whole": {"level": "township"}}

    assert parts_of(coverage, {"part": 1197, "whole": 3101}) == "覆盖乡镇数 1,197 ÷ 乡镇(街道)总数 3,101"


def test_a_change_has_its_sign_and_of_a_ratio_is_told_in_points() -> None:
    assert [changed(12, "户"), changed(-3.5, "%"), changed(None, "户")] == ["+12", "-3.5 个百分点", "—"]


def test_figures_are_as_fresh_as_the_source_that_was_heard_least_lately() -> None:
    whole = {"missing": 0, "seconds_silent": 1.2, "seconds_behind": 0.0}
    holed = {"missing": 3, "seconds_silent": 0.5, "seconds_behind": 200.0}
    unheard = {"missing": 0, "seconds_silent": None, "seconds_behind": 0.0}

    assert in_words(age_of({"sources": [whole, {**whole, "seconds_silent": 8.1}, unheard]})) == "截至 8 秒前"
    assert in_words(age_of({"sources": [whole, holed]})) == "截至 3 分钟前"
    assert in_words(age_of({"sources": [unheard]})) == "尚无数据"


def test_places_stand_in_the_order_of_their_codes_whatever_their_figures() -> None:
    below = [_place(code, value) for code, value in (("510100000000", 3), ("510300000000", 90), ("510400000000", 40))]
    told = {"place": {"level": "city"}, "figures": {}, "indicators": [_lectures()], "children": below}

    board = board_of(told, Line.PUBLICITY, None)

    assert [each["place"]["code"] for each in board.below] == ["510100000000", "510300000000", "510400000000"]


def _lectures() -> dict[str, Any]:
    return {"code": "lectures", "label": "宣讲场次", "unit": "场次", "kind": "sum", "line": "publicity", "by": []}


def _place(code: str, value: int) -> dict[str, Any]:
    return {"place": {"code": code, "name": code, "level": "city"}, "figures": {"lectures": {"value": value}}}
