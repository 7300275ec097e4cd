"""Positions: who does what, as positions.toml says it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from services.portal.schemas.frame import Kind
from shared.identity import Role

TABLE = Path(__file__).parents[1] / "positions.toml"
LEVELS = {"province": "省", "city": "市州", "county": "县", "township": "乡镇"}
DECIDING = frozenset({Role.OFFICER, Role.APPROVER})


@dataclass(frozen=True)
class Right:
    """权限: the doors of one errand, and the levels at which it is theirs alone."""

    code: str
    title: str
    doors: tuple[str, ...]
    roles: frozenset[Role]
    levels: frozenset[str]


@dataclass(frozen=True)
class Position:
    """职位: its roles, the levels at which it may be held, and the kinds of organisation it belongs to."""

    code: str
    title: str
    roles: frozenset[Role]
    levels: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rights: frozenset[str]

    @property
    def decides(self) -> bool:
        """Tell whether it approves or answers for others, and is therefore given by the level above alone."""
        return bool(self.roles & DECIDING)


@cache
def rights() -> tuple[Right, ...]:
    """Give every right, in the order of the table."""
    return tuple(
        Right(
            each["code"],
            each["title"],
            tuple(each["doors"]),
            frozenset(map(Role, each.get("roles", ()))),
            frozenset(each.get("levels", ())),
        )
        for each in _table()["right"]
    )


@cache
def positions() -> dict[str, Position]:
    """Give every position by its code, in the order of the table."""
    return {
        each["code"]: Position(
            each["code"],
            each["title"],
            frozenset(map(Role, each["roles"])),
            tuple(each["levels"]),
            tuple(map(Kind, each["kinds"])),
            frozenset(each["rights"]),
        )
        for each in _table()["position"]
    }


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))
