"""The archive of a season: signed once, and known again whatever became of the site."""

from __future__ import annotations

import io
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from python_calamine import CalamineWorkbook

from deploy.archive import ArchiveForged, sheets, signed, verified
from services.reporting.documents.workbook import workbook

KEY = Ed25519PrivateKey.generate()
TRUSTED = {"operator": KEY.public_key()}


def an_indicator(code: str, kind: str = "sum", unit: str = "次") -> dict[str, Any]:
    return {"code": code, "label": f"{code}数", "unit": unit, "kind": kind, "line": "care", "clause": "三(二)1"}


def a_place(code: str, level: str, **figures: float) -> dict[str, Any]:
    said = {name: {"value": value, "breakdowns": {}} for name, value in figures.items()}
    return {"code": code, "name": f"地点{code}", "level": level, "figures": said}


def an_archive() -> dict[str, Any]:
    period = {
        "kept_at": "2022-05-01T00:00:01Z",
        "indicators": [an_indicator("visits"), an_indicator("money", unit="分"), an_indicator("rate", "ratio", "%")],
        "places": [
            a_place("510000000000", "province", visits=7, money=12345, rate=33.33),
            a_place("510100000000", "city", visits=7),
            a_place("510104017000", "township", visits=7),
        ],
        "returns": [],
    }
    campaign = {"id": "2021-22", "months": ["2021-12"]}
    periods = {"2021-12": period, "2021-22": period}
    return {"format": "nuandong-season/1", "season": "2021-22", "campaign": campaign, "periods": periods}


def test_an_archive_is_plain_json_and_known_by_its_signature() -> None:
    file = signed(an_archive(), KEY, "operator")

    assert orjson.loads(file)["archive"] == an_archive()
    assert verified(file, TRUSTED) == (an_archive(), "operator")


def test_an_archive_that_was_only_laid_out_anew_is_the_same() -> None:
    read = orjson.loads(signed(an_archive(), KEY, "operator"))
    laid_out = orjson.dumps(dict(reversed(read.items())), option=orjson.OPT_INDENT_2)

    assert verified(laid_out, TRUSTED)[1] == "operator"


def changed(**but: Any) -> bytes:
    read = orjson.loads(signed(an_archive(), KEY, "operator"))
    read["signature"] |= but
    return orjson.dumps(read)


def figure_changed() -> bytes:
    return signed(an_archive(), KEY, "operator").replace(b'"value":12345', b'"value":12346')


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (figure_changed(), "changed after it was signed"),
        (signed(an_archive(), Ed25519PrivateKey.generate(), "operator"), "signed with another key"),
        (changed(by="somebody"), "somebody signed it, whose key is not known"),
        (changed(algorithm="none"), "no archive that this version can read"),
        (changed(value="***"), "no archive of a season"),
        (signed({**an_archive(), "format": "else/9"}, KEY, "operator"), "no archive that this version can read"),
        (b"{}", "no archive of a season"),
        (b"[]", "no archive of a season"),
        (b"\xff\xfe", "no archive of a season"),
    ],
)
def test_what_was_not_signed_so_is_refused_and_the_reason_said(file: bytes, why: str) -> None:
    with pytest.raises(ArchiveForged, match=why):
        verified(file, TRUSTED)


def test_the_workbook_shows_a_page_for_each_period_without_townships_and_says_what_the_indicators_are() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(sheets(an_archive()), "档案")))

    assert book.sheet_names == ["2021-12", "2021-22", "指标"]
    rows = book.get_sheet_by_name("2021-22").to_python()
    assert rows[1] == ["代码", "地点", "级别", "visits数(次)", "money数(元)", "rate数(%)"]
    assert rows[2:4] == [
        ["510000000000", "地点510000000000", "省", 7, 123.45, 33.33],
        ["510100000000", "地点510100000000", "市", 7, 0, ""],
    ]
    assert not [row for row in rows if row[0] == "510104017000"]
