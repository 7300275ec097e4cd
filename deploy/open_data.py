"""The open data package: what is published, as CSV and JSON, and a dictionary drawn from the declarations."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.reporting.indicators import CATALOGUE
from shared.facts import Indicator, Places, Ratio, facts_of, told

BOM = "utf-8-sig"
"""Without it, Excel reads Chinese in a CSV as something else."""

KINDS = {
    "sum": "Σ 累计数,可跨地区、跨月份相加",
    "distinct": "D 去重数,不可相加",
    "stock": "S 期末数,可跨地区相加,不可跨月份相加",
    "ratio": "R 比率,不可相加,由分子、分母两项指标相除得出",
}
NOTE = """# 数据说明

- 每天早上更新一次。月份结束三天后公布省、市、县三级数据;进行中的月份只公布全省合计。乡镇、街道数据不公布。
- 小于 {k} 的数(0 除外)不公布;为防止从其他数推算出来,还有一些较大的数一并不公布。这些数的 `value` 为空,
  `status` 为 `hidden`,页面上显示为“—”。已结束的统计期中没有列出的数为 0。
- 某一分项不公布时,该地区同一字段的全部分项都不公布,以 `字段=*` 一行表示。
- 补录或更正如会泄露不公布的数,相关指标暂不更新。
- 比率不在表中,请用字典所列的分子、分母计算;任何一项不公布,比率也不公布。
- 金额单位为分,时长单位为分钟。
"""
COLUMNS = {
    "period": "统计期:月份(2021-12)或活动季(2021-22)",
    "place": "行政区划代码",
    "place_name": "地区名称",
    "level": "地区级别:province 省、city 市(州)、county 县(市、区)",
    "indicator": "指标代码,见 indicators.csv",
    "label": "指标名称",
    "breakdown": "分项(字段=代码),见 breakdowns.csv;合计为空,字段=* 表示该字段全部分项不公布",
    "value": "数值;不公布时为空",
    "status": "shown 公布,hidden 不公布",
}


@dataclass(frozen=True)
class Table:
    """What is published of one period."""

    period: str
    day: str
    k: int
    rows: Sequence[tuple[str, str, str, int | None]]
    places: Mapping[str, Mapping[str, str]]

    def lines(self) -> Iterator[dict[str, Any]]:
        """Write each row with the names of what it speaks of."""
        for place, indicator, breakdown, value in self.rows:
            named, known = self.places[place], CATALOGUE.indicators.get(indicator)
            yield {
                "period": self.period,
                "place": place,
                "place_name": named["name"],
                "level": named["level"],
                "indicator": indicator,
                "label": known.label if known else indicator,
                "breakdown": breakdown,
                "value": value,
                "status": "hidden" if value is None else "shown",
            }


def write_package(folder: Path, tables: Sequence[Table]) -> list[Path]:
    """Write the whole package; answer its files."""
    folder.mkdir(parents=True, exist_ok=True)
    data = [path for table in tables for path in _table(folder, table)]
    dictionary = [
        _csv(folder / "indicators.csv", map(_indicator, CATALOGUE.indicators.values())),
        _csv(folder / "breakdowns.csv", _breakdowns()),
    ]
    note = folder / "README.md"
    note.write_text(NOTE.format(k=tables[0].k if tables else ""), encoding="utf-8")
    package = folder / "datapackage.json"
    package.write_text(
        json.dumps(_package([*data, *dictionary], tables), ensure_ascii=False, indent=1), encoding="utf-8"
    )
    return [*data, *dictionary, note, package]


def _table(folder: Path, table: Table) -> list[Path]:
    lines = list(table.lines())
    path = folder / f"published-{table.period}.json"
    said = {"period": table.period, "day": table.day, "k": table.k, "rows": lines}
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    return [_csv(folder / f"published-{table.period}.csv", lines, COLUMNS), path]


def _csv(path: Path, lines: Iterable[Mapping[str, Any]], columns: Iterable[str] | None = None) -> Path:
    listed = list(lines)
    with path.open("w", encoding=BOM, newline="") as file:
        writer = csv.DictWriter(file, list(columns or listed[0]))
        writer.writeheader()
        writer.writerows(listed)
    return path


def _indicator(each: Indicator) -> dict[str, str]:
    kind = type(each).__name__.lower()
    ratio = {"numerator": each.part, "denominator": _whole(each)} if isinstance(each, Ratio) else {}
    return {
        "indicator": each.code,
        "label": each.label,
        "unit": each.unit,
        "kind": kind,
        "kind_note": KINDS[kind],
        "line": CATALOGUE.line_of(each).label,
        "clause": each.clause,
        "broken_down_by": " ".join(getattr(each, "by", ())),
        "numerator": "",
        "denominator": "",
        **ratio,
    }


def _whole(ratio: Ratio) -> str:
    return f"places:{ratio.whole.level}" if isinstance(ratio.whole, Places) else ratio.whole


def _breakdowns() -> Iterator[dict[str, str]]:
    for each in CATALOGUE.counted:
        coded = {slot.name: slot for fact in facts_of(each) for slot in told(fact) if slot.name in each.by}
        for slot in coded.values():
            for code in slot.type:
                label = {"indicator": each.code, "breakdown": f"{slot.name}={code.value}", "field_label": slot.label}
                yield {**label, "label": code.label}


def _package(paths: Sequence[Path], tables: Sequence[Table]) -> dict[str, Any]:
    """Describe the package as Frictionless Data asks."""
    return {
        "name": "nuandong-open-data",
        "title": "暖冬行动公开数据",
        "profile": "tabular-data-package",
        "version": max((table.day for table in tables), default=""),
        "resources": [_resource(path) for path in paths if path.suffix == ".csv"],
    }


def _resource(path: Path) -> dict[str, Any]:
    with path.open(encoding=BOM) as file:
        names = next(csv.reader(file))
    fields = [
        {
            "name": name,
            "type": "integer" if name == "value" else "string",
            **({"description": COLUMNS[name]} if path.stem.startswith("published") else {}),
        }
        for name in names
    ]
    schema = {"fields": fields, "missingValues": [""]}
    return {"name": path.stem, "path": path.name, "format": "csv", "encoding": "utf-8", "schema": schema}
