"""What reporting's own tables say of the figures that are counted from its facts."""

from __future__ import annotations


def _returns(value: str, rule: str = "true") -> tuple[str, ...]:
    return (
        f"""SELECT city AS place, due_on AS day, ARRAY[organisation] AS organisations, '' AS breakdown, NULL AS item,
        ({value})::bigint AS value, 0 AS turn FROM monthly_return WHERE {rule}""",  # noqa: S608 - our own names
    )


FIGURES: dict[str, tuple[str, ...]] = {
    "returns_due": _returns("1"),
    "returns_submitted": _returns("1", "submitted_at IS NOT NULL"),
    "returns_on_time": _returns("(submitted_at <= due_at)::int", "submitted_at IS NOT NULL"),
    "returns_corrected": _returns("corrections", "corrections > 0"),
}
