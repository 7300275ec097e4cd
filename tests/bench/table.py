"""The table: each figure beside its peer and its goal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

COLUMNS = ("stage", "ours", "beside", "goal", "reached")

Figures = Mapping[str, Any]


class Row(NamedTuple):
    """One line: what was measured, beside what, and whether the goal is reached."""

    stage: str
    ours: str
    beside: str
    goal: str
    reached: bool

    def shown(self) -> tuple[str, ...]:
        """Give the cells as they are printed."""
        return (*self[:4], "yes" if self.reached else "NO")


def table(figures: Mapping[str, Figures]) -> list[Row]:
    """State the figures of the stages that were measured, in the order of the stages."""
    return [row for stage, state in STATED.items() if stage in figures for row in state(figures[stage])]


def _counting(counts: Figures) -> list[Row]:
    ours, share = f"{counts['ours']:,.0f}/s", counts["of_drain"]
    return [
        Row(
            "counting against draining the same queue without a database, one process",
            ours,
            f"{counts['drain']:,.0f}/s",
            f"≥ 60 % of it: {share:.0%}",
            share >= 0.6,
        ),
        Row(
            "counting against a stock nameko event_handler, a transaction each, same fold",
            ours,
            f"{counts['stock']:,.0f}/s",
            f"≥ 25×: {counts['times_stock']:.0f}×",
            counts["times_stock"] >= 25,
        ),
        Row(
            "counting against FastStream on the same queue, a transaction each, ten at once, same fold",
            ours,
            f"{counts['stream']:,.0f}/s",
            f"more than it: {counts['ours'] / counts['stream']:.0f}×",
            counts["ours"] > counts["stream"],
        ),
        Row(
            "counting by two processes against one, the broker and PostgreSQL beside them",
            f"{counts['two']:,.0f}/s",
            f"{counts['one']:,.0f}/s",
            f"none on {counts['cores']:.0f} cores: {counts['two'] / counts['one']:.2f}×",
            reached=True,
        ),
    ]


def _relay(relays: Figures) -> list[Row]:
    times = relays["ours"] / relays["row_at_a_time"]
    return [
        Row(
            "relaying against a row at a time",
            f"{relays['ours']:,.0f}/s",
            f"{relays['row_at_a_time']:,.0f}/s",
            f"≥ 20×: {times:.0f}×",
            times >= 20,
        )
    ]


def _anew(made: Figures) -> list[Row]:
    refresh = made["refresh_s"]
    beside = f"{refresh:.1f} s for REFRESH MATERIALIZED VIEW"
    return [
        Row(
            f"rebuilding {made['facts']:,.0f} facts, the database's part",
            f"{made['sql_s']:.1f} s",
            beside,
            f"≤ 1×: {made['sql_s'] / refresh:.1f}×",
            made["sql_s"] <= refresh,
        ),
        Row(
            f"rebuilding {made['facts']:,.0f} facts, from the source's log to the last cell",
            f"{made['whole_s']:.1f} s",
            beside,
            f"≤ 2×: {made['whole_s'] / refresh:.1f}×",
            made["whole_s"] <= 2 * refresh,
        ),
    ]


def _live(made: Figures) -> list[Row]:
    return [
        Row(
            f"rebuilding {made['facts']:,.0f} facts while people record, all processes, then comparing every cell",
            f"{made['rebuilt_s']:.0f} s, compared in {made['reconciled_s']:.0f} s",
            f"{made['recorded']:,.0f} acts recorded meanwhile",
            f"no cell differs: {made['differing']:,.0f}",
            made["differing"] == 0,
        )
    ]


def _reads(grown: Figures) -> list[Row]:
    (least, first), *_, (most, last) = ((int(facts), read) for facts, read in grown.items())
    return [
        Row(
            f"{what}, at {most:,} facts",
            f"p99 {last[name]:.1f} ms",
            f"{first[name]:.1f} ms at {least:,}",
            f"p99 ≤ {goal} ms",
            last[name] <= goal,
        )
        for what, name, goal in (
            ("every figure of the province in a month", "figures_p99", 10),
            ("a page of the facts behind a figure, any page of any place", "behind_p99", 50),
            ("a board of the province, a city or a county over HTTP, one after another", "board_p99", 100),
        )
    ]


def _lag(seen: Figures) -> list[Row]:
    how = "in calls of record_many" if seen["a_call"] > 1 else "one by one"
    return [
        Row(
            f"act recorded to visible in the province at {seen['kept']:,.0f} acts/s {how}, all processes",
            f"p50 {seen['p50']} ms, p99 {seen['p99']} ms",
            f"{seen['offered']:,} acts/s offered",
            "p99 ≤ 1,000 ms",
            seen["p99"] <= 1_000 and seen["kept"] >= 0.95 * seen["offered"],
        )
    ]


def _memory(held: Figures) -> list[Row]:
    largest = max(held, key=held.__getitem__)
    return [
        Row(
            "memory of each process after that (proportional set size)",
            ", ".join(f"{name} {held[name]:.0f}" for name in sorted(held)) + " MB",
            f"{sum(held.values()):,.0f} MB together",
            f"≤ 150 MB each: {largest} {held[largest]:.0f} MB",
            held[largest] <= 150,
        )
    ]


def _loaded(seen: Figures) -> list[Row]:
    return [*_lag(seen), *_memory(seen["memory"])]


def _races(raced: Figures) -> list[Row]:
    return [
        Row(
            "fifty claims of one wish at one moment, until all are answered",
            f"{raced['one_wish']:.0f} ms",
            f"{raced['a_wish_each']:.0f} ms for a wish each",
            f"exactly one wins: {raced['won']:.0f} of {raced['rounds']:.0f} rounds",
            raced["won"] == raced["rounds"],
        )
    ]


def _sign_ups(raced: Figures) -> list[Row]:
    return [
        Row(
            "thirty sign-ups for the last place of a shift at one moment, until all are answered",
            f"{raced['one_place']:.0f} ms",
            f"{raced['room_for_all']:.0f} ms with room for all",
            f"exactly one wins: {raced['won']:.0f} of {raced['rounds']:.0f} rounds",
            raced["won"] == raced["rounds"],
        )
    ]


def _sheets(taken: Figures) -> list[Row]:
    return [
        Row(
            f"a sheet of {taken['rows']:,.0f} visits, from the file to the last row recorded, all processes",
            f"{taken['a_second']:,.0f} rows/s",
            f"of {taken['seconds']:.1f} s {taken['read_s']:.1f} s for reading",
            "≥ 2,000 rows/s",
            taken["a_second"] >= 2_000,
        )
    ]


def _pages(shown: Figures) -> list[Row]:
    return [
        *(_page(int(connections), both, shown["static"]) for connections, both in shown["pages"].items()),
        _over_the_api("one by one", shown["one_by_one"]),
        _over_the_api(f"in calls of {shown['together']['rows']:,.0f}", shown["together"]),
    ]


def _page(connections: int, both: Figures, static: float) -> Row:
    times = both["ours_a_second"] / both["stock_a_second"]
    return Row(
        f"a page with one question to a service, {connections} connections (as many as {static:,.0f}/s can be offered)",
        f"{both['ours_a_second']:,.0f}/s, p99 {both['ours_p99']:.0f} ms",
        f"{both['stock_a_second']:,.0f}/s, p99 {both['stock_p99']:.0f} ms over nameko's standalone proxy",
        f"≥ 1×: {times:.1f}×",
        times >= 1,
    )


def _over_the_api(how: str, taken: Figures) -> Row:
    return Row(
        f"acts recorded over the JSON API {how}, all processes",
        f"{taken['a_second']:,.0f} acts/s",
        f"a request: p99 {taken['p99']:.0f} ms",
        f"every one recorded: {taken['answers']:.0f} answers",
        taken["failed"] == 0,
    )


STATED: Mapping[str, Callable[[Figures], list[Row]]] = {
    "counting": _counting,
    "relay": _relay,
    "anew": _anew,
    "live": _live,
    "reads": _reads,
    "lag": _lag,
    "load": _loaded,
    "races": _races,
    "sign_ups": _sign_ups,
    "sheets": _sheets,
    "pages": _pages,
}
