"""Which of the database's own rules was broken."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError


def broken_rule(error: IntegrityError) -> str | None:
    """Name the constraint or index that PostgreSQL held against a row."""
    driver: Any = error.orig
    name: str | None = driver.diag.constraint_name
    return name
