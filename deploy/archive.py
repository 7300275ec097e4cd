"""A closed season as one signed file, and as a workbook."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from services.reporting.documents.workbook import Cell, Figure, Head, Sheet
from shared.refusals import Refused

FORMAT = "nuandong-season/1"
ALGORITHM = "Ed25519"
OPENED = "ReturnNotOpened"
KEPT_OF_A_RETURN = ("narrative", "nothing", "steps", "confirmed", "frozen")
LEVELS = {"province": "省", "city": "市", "county": "县"}
SHOWN_IN = {"分": ("元", 100), "分钟": ("小时", 60)}
KINDS = {"sum": "Σ 可加", "distinct": "D 去重", "stock": "S 存量", "ratio": "R 比率"}

PATIENCE_S = 30.0

Archive = dict[str, Any]


class Asks(Protocol):
    """Whatever can ask reporting."""

    def call(self, service: str, method: str, /, *, deadline: float = ..., **arguments: Any) -> Any:
        """Ask a service's door."""


class ArchiveForged(Exception):
    """The file is no archive, was changed after it was signed, or was signed by somebody unknown."""


def gathered(rpc: Asks, season: str, done: Callable[[str], None]) -> Archive:
    """Ask reporting for everything that is kept of a season; raises Refused while something is not."""
    campaign = rpc.call("reporting", "kept_period", deadline=PATIENCE_S, period=season)["campaign"]
    periods = {}
    for period in (*campaign["months"], season):
        periods[period] = {**_period(rpc, period), "returns": list(_returns(rpc, period))}
        done(period)
    return {"format": FORMAT, "season": season, "campaign": campaign, "periods": periods}


def _period(rpc: Asks, period: str) -> dict[str, Any]:
    kept = page = rpc.call("reporting", "kept_period", deadline=PATIENCE_S, period=period)
    places = list(kept["places"])
    while page["next"]:
        page = rpc.call("reporting", "kept_period", deadline=PATIENCE_S, period=period, after=page["next"])
        places += page["places"]
    return {"kept_at": kept["kept_at"], "indicators": kept["indicators"], "places": places}


def _returns(rpc: Asks, period: str) -> Iterator[dict[str, Any]]:
    """Give where each city's return stood, and what it said; nothing where none was ever opened."""
    try:
        rows = rpc.call("reporting", "returns", deadline=PATIENCE_S, month=period)["rows"]
    except Refused as refused:
        if [each.rule for each in refused.refusals] != [OPENED]:
            raise
        return
    for row in rows:
        city = row["city"]["code"] if isinstance(row["city"], dict) else row["city"]
        said = rpc.call("reporting", "return_of", deadline=PATIENCE_S, city=city, month=period)
        yield {**row, **{name: said[name] for name in KEPT_OF_A_RETURN}}


def signed(archive: Archive, key: Ed25519PrivateKey, signer: str) -> bytes:
    """Write an archive with a signature over its one canonical form."""
    said = _canonical(archive)
    value = base64.b64encode(key.sign(said)).decode()
    signature = {"algorithm": ALGORITHM, "by": signer, "value": value}
    return b'{"archive":' + said + b',"signature":' + orjson.dumps(signature) + b"}\n"


def verified(file: bytes, trusted: Mapping[str, Ed25519PublicKey]) -> tuple[Archive, str]:
    """Give an archive and who signed it; raises ArchiveForged."""
    try:
        read = orjson.loads(file)
        archive, signature = read["archive"], read["signature"]
        signer, value = str(signature["by"]), base64.b64decode(signature["value"], validate=True)
        known = archive["format"] == FORMAT and signature["algorithm"] == ALGORITHM
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveForged("this is no archive of a season") from error
    if not known:
        raise ArchiveForged("this is no archive that this version can read")
    if signer not in trusted:
        raise ArchiveForged(f"it says that {signer[:40]} signed it, whose key is not known here")
    try:
        trusted[signer].verify(value, _canonical(archive))
    except InvalidSignature as error:
        raise ArchiveForged("it was changed after it was signed, or signed with another key") from error
    return archive, signer


def _canonical(archive: Archive) -> bytes:
    return orjson.dumps(archive, option=orjson.OPT_SORT_KEYS)


def sheets(archive: Archive) -> list[Sheet]:
    """Lay an archive out: a page for each period, and one that says what the indicators are."""
    kept = archive["periods"]
    pages = [_page(archive["season"], period, said) for period, said in kept.items()]
    return [*pages, _dictionary(kept[archive["season"]]["indicators"])]


def _page(season: str, period: str, said: Mapping[str, Any]) -> Sheet:
    shown = said["indicators"]
    heads = [Head("代码", 14), Head("地点", 18), Head("级别", 6), *(Head(_title(each)) for each in shown)]
    rows = [
        [place["code"], place["name"], LEVELS[place["level"]], *(_cell(place["figures"], each) for each in shown)]
        for place in said["places"]
        if place["level"] in LEVELS
    ]
    note = "市、县各行已含在上级之内;D、S、R 不能相加。"
    return Sheet(period, f"暖冬 {season} 季档案 · {period}", heads, rows, notes=(note,), kept_columns=3)


def _title(indicator: Mapping[str, Any]) -> str:
    unit, _ = SHOWN_IN.get(indicator["unit"], (indicator["unit"], 1))
    return f"{indicator['label']}({unit})"


def _cell(figures: Mapping[str, Any], indicator: Mapping[str, Any]) -> Cell:
    """Give a figure as a number; what is kept of nothing is nothing, and a ratio of nothing is empty."""
    if indicator["kind"] == "ratio":
        value = figures.get(indicator["code"], {}).get("value")
        return None if value is None else Figure(value, "#,##0.00")
    value = figures.get(indicator["code"], {"value": 0})["value"]
    _, of = SHOWN_IN.get(indicator["unit"], ("", 1))
    return Figure(value) if of == 1 else Figure(value / of, "#,##0.00")


def _dictionary(indicators: list[dict[str, Any]]) -> Sheet:
    heads = [Head("代码", 26), Head("指标", 22), Head("单位", 8), Head("类别", 10), Head("行动", 12), Head("依据", 20)]
    rows: list[list[Cell]] = [
        [each["code"], each["label"], each["unit"], KINDS[each["kind"]], each["line"], each["clause"]]
        for each in indicators
    ]
    return Sheet("指标", "指标说明", heads, rows)
