"""What every SELECT of the state tables answers, page by page.

Every SELECT answers place (the leaf it counts for), on, organisations (uuid[]), breakdown ("" or "field=code"),
value, and item: NULL where values add up, the member where keys are counted once, the key where a state is told.
Of several states of a key on one day, the one with the highest `turn` holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.refusals import NotFound

COLUMNS = "place, day, organisations, breakdown, item, value, turn"
LEAF = "CASE WHEN place LIKE '51%' THEN place ELSE home END"
BEHIND_ALL = "~"
"""No place has a code behind it."""

_ACTS = "organisation || joint_organisations"
_STANDING = "withdrawn_at IS NULL AND kind ="


def acts_summed(kind: str, of: str = "1", by: str = "", *, many: bool = False) -> str:
    """Sum 1 or a field over the standing acts of a kind, in all or by a field."""
    amount = "1" if of == "1" else f"(data->>'{of}')::bigint"
    code = f"(data->>'{by}')"
    source = "act"
    if many:
        source, code = f"act, jsonb_array_elements_text(data->'{by}') AS each", "each"
    breakdown = f"'{by}=' || {code}" if by else "''"
    return f"""SELECT {LEAF} AS place, occurred_on AS day, {_ACTS} AS organisations, {breakdown} AS breakdown,
        NULL AS item, sum({amount})::bigint AS value, 0 AS turn
        FROM {source} WHERE {_STANDING} '{kind}' GROUP BY 1, 2, 3, 4"""  # noqa: S608 - names from our own tables


def acts_distinct(kind: str, member: str) -> str:
    """Name the different members of the standing acts of a kind, day by day: `member` is SQL over the act."""
    return f"""SELECT {LEAF} AS place, occurred_on AS day, {_ACTS} AS organisations, '' AS breakdown,
        ({member})::text AS item, count(*) AS value, 0 AS turn
        FROM act WHERE {_STANDING} '{kind}' AND {member} IS NOT NULL GROUP BY 1, 2, 3, 5"""  # noqa: S608


def field(name: str) -> str:
    """Read a declared field of an act in SQL."""
    return f"(data->>'{name}')"


TOWNSHIP = "CASE WHEN place LIKE '51%' AND substr(place, 7, 3) <> '000' THEN place END"


@dataclass(frozen=True)
class Page:
    """So many rows after so many, of the places whose codes lie from one up to, and without, another."""

    offset: int
    limit: int
    since: str = ""
    until: str = BEHIND_ALL


def counts(session: Session, figures: Mapping[str, tuple[str, ...]], figure: str, page: Page) -> list[dict[str, Any]]:
    """Answer one page of what the state tables say of a figure; raises NotFound."""
    if figure not in figures:
        raise NotFound("figure")
    parts = " UNION ALL ".join(f"({each})" for each in figures[figure])
    within = 'place COLLATE "C" >= :since AND place COLLATE "C" < :until'
    said = f"SELECT {COLUMNS} FROM ({parts}) AS said WHERE {within}"  # noqa: S608 - our own statements
    rows = session.execute(text(f"{said} ORDER BY {COLUMNS} OFFSET :offset LIMIT :limit"), asdict(page))
    return [
        {
            "place": row.place,
            "on": str(row.day),
            "organisations": [str(each) for each in row.organisations],
            "breakdown": row.breakdown,
            "item": row.item,
            "value": row.value,
            "turn": row.turn,
        }
        for row in rows
    ]
