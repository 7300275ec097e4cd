"""How readings grow with what was told, drawn as an SVG without any library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import log10
from pathlib import Path

PICTURE = Path(__file__).parents[2] / "docs" / "growth.svg"
WIDTH, HEIGHT, MARGIN = 640, 360, 60
SMALLEST_MS, LARGEST_MS = 0.1, 1_000.0
LINES = (
    ("figures_p99", "every figure of the province in a month, p99", "#1f6feb"),
    ("behind_p99", "a page of the facts behind a figure, p99", "#bf3989"),
    ("board_p99", "a board, from the request to the page, p99", "#1a7f37"),
)

Point = tuple[float, float]


def draw(grown: Mapping[str, Mapping[str, float]], path: Path = PICTURE) -> None:
    """Draw each reading over the number of facts, both scales by powers of ten."""
    sizes = sorted(map(int, grown))
    parts = [*_grid(sizes)]
    for number, (name, label, colour) in enumerate(LINES):
        points = [(_across(sizes, facts), _up(grown[str(facts)][name])) for facts in sizes]
        parts += _line(points, colour)
        parts.append(_words(MARGIN + 12, MARGIN + 18 * number - 24, label, colour))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">'
    white = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
    path.write_text("\n".join((head, white, *parts, "</svg>\n")), encoding="utf-8")


def _grid(sizes: Sequence[int]) -> Iterator[str]:
    for power in range(round(log10(SMALLEST_MS)), round(log10(LARGEST_MS)) + 1):
        height = _up(10.0**power)
        yield f'<path d="M{MARGIN} {height:.1f}H{WIDTH - MARGIN}" stroke="#d0d7de"/>'
        yield _words(MARGIN - 8, height + 4, f"{10.0**power:g} ms", "#57606a", "end")
    for facts in sizes:
        yield _words(_across(sizes, facts), HEIGHT - MARGIN + 20, f"{facts:,}", "#57606a", "middle")
    yield _words(WIDTH / 2, HEIGHT - 12, "facts told", "#57606a", "middle")


def _line(points: Sequence[Point], colour: str) -> Iterator[str]:
    path = " ".join(f"{across:.1f},{up:.1f}" for across, up in points)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for across, up in points:
        yield f'<circle cx="{across:.1f}" cy="{up:.1f}" r="4" fill="{colour}"/>'


def _words(across: float, up: float, words: str, colour: str, anchor: str = "start") -> str:
    return f'<text x="{across:.1f}" y="{up:.1f}" fill="{colour}" font-size="12" text-anchor="{anchor}">{words}</text>'


def _across(sizes: Sequence[int], facts: int) -> float:
    share = log10(facts / sizes[0]) / log10(sizes[-1] / sizes[0])
    return MARGIN + share * (WIDTH - 2 * MARGIN)


def _up(milliseconds: float) -> float:
    share = log10(max(milliseconds, SMALLEST_MS) / SMALLEST_MS) / log10(LARGEST_MS / SMALLEST_MS)
    return HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)
