"""How a state table of jobs says its part of a figure."""

from __future__ import annotations

from shared.tally import LEAF


def said(
    source: str,
    day: str,
    value: str = "1",
    breakdown: str = "''",
    item: str = "NULL",
    organisations: str = "ARRAY[organisation]",
    turn: int | str = 0,
) -> str:
    """Say a value for each row of a source, on the day that one of its columns names."""
    return f"""SELECT {LEAF} AS place, {day} AS day, {organisations} AS organisations, {breakdown} AS breakdown,
        ({item})::text AS item, ({value})::bigint AS value, {turn} AS turn
        FROM {source} WHERE {day} IS NOT NULL"""  # noqa: S608 - names of our own tables
