"""What outreach's state tables say of each figure."""

from __future__ import annotations

from services.outreach.facts import INDICATORS
from shared.tally import LEAF, act_figures


def _said(
    source: str, day: str, value: str = "1", by: str = "", item: str = "NULL", rule: str = "true", turn: str = "0"
) -> str:
    breakdown = f"'{by}=' || {by}" if by else "''"
    return f"""SELECT {LEAF} AS place, {day} AS day, ARRAY[organisation] AS organisations, {breakdown} AS breakdown,
        ({item})::text AS item, ({value})::bigint AS value, {turn} AS turn
        FROM {source} WHERE {day} IS NOT NULL AND {rule}"""  # noqa: S608 - names of our own tables


def _entries(table: str, item: str = "id", by: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Say of a register's entries when they stood and when no longer; what was told later on a day holds."""
    return tuple(
        _said(table, day, value, each, item, turn=f"(extract(epoch FROM {at}) * 1000000)::bigint")
        for day, at, value in (("opened_on", "told_at", "1"), ("closed_on", "closed_at", "0"))
        for each in ("", *by)
    )


def _aid(value: str = "1", by: str = "", item: str = "NULL", source: str = "aid") -> str:
    return _said(source, "delivered_on", value, by, item, "state = 'delivered'")


def _needs(day: str, rule: str, *by: str) -> tuple[str, ...]:
    return tuple(_said("need", day, by=each, rule=rule) for each in ("", *by))


_GOODS = "aid JOIN aid_goods ON aid_goods.aid = aid.id"

FIGURES: dict[str, tuple[str, ...]] = {
    **act_figures(INDICATORS),
    "aid_cash": (_aid("cash_fen"), _aid("cash_fen", by="source")),
    "aid_goods": (_aid("quantity", source=_GOODS),),
    "aid_goods_value": (_aid("value_fen", source=_GOODS),),
    "households_aided": (_aid(item="household"),),
    "aid_unsigned": (
        _said(
            "aid JOIN aid_receipt ON aid_receipt.aid = aid.id",
            "receipt_on",
            "(receipt <> 'signed')::int",
            item="id",
            rule="state = 'delivered'",
            turn="number",
        ),
    ),
    "needs": _needs("raised_on", "state <> 'withdrawn'", "category", "about"),
    "needs_met": _needs("closed_on", "state = 'met'", "category"),
    "away_organisations": _entries("away_organisation"),
    "away_organisations_founded": (_said("away_organisation", "opened_on", "newly::int"),),
    "planned_units": _entries("work_plan", item="organisation"),
    "shared_resources": _entries("shared_resource", by=("kind",)),
}
