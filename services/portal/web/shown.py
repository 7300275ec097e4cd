"""How values are shown on pages: names for codes, days and instants as people write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import Flask, url_for

from services.portal.schemas.positions import positions
from services.portal.web import labels
from services.portal.web.asking import directory, known_me
from shared import clock
from shared.identity import Role


def install(app: Flask) -> None:
    """Let templates use what is shown here."""
    app.jinja_env.filters.update(place=place, organisation=organisation, day=day, instant=instant, number=number)
    app.jinja_env.filters.update(stem=of_stem, position=position, role=role)
    app.jinja_env.globals.update(asset=asset)
    labels.install(app)
    app.context_processor(_whoever_signed_in)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def place(code: str) -> str:
    """Name a place, such as 成都市; a code that nobody knows stands for itself."""
    found = directory().frame.place(code)
    return found.name if found else code


def of_stem(stem: str) -> str:
    """Name the place that a scope covers, such as 成都市 for 5101."""
    return place(stem.ljust(12, "0"))


def position(code: str | None) -> str:
    """Name a position, such as 填报员; whoever was registered without one has none."""
    found = positions().get(code or "")
    return found.title if found else ""


def role(code: str) -> str:
    """Name a role, such as 干部."""
    return Role(code).label


def organisation(id: UUID | str) -> str:
    """Name an organisation; an id that nobody knows stands for itself."""
    found = directory().frame.organisation(UUID(str(id)))
    return found.name if found else str(id)


def day(value: date | str | None) -> str:
    """Write a day as 2022年1月17日."""
    if not value:
        return ""
    found = date.fromisoformat(str(value)[:10])
    return f"{found.year}年{found.month}月{found.day}日"


def instant(value: datetime | str | None) -> str:
    """Write an instant as 2022-01-17 08:00 in Asia/Shanghai."""
    if not value:
        return ""
    return clock.shown(value if isinstance(value, datetime) else datetime.fromisoformat(value))


def number(value: Any) -> str:
    """Write a figure with its thousands apart; what is missing is a dash."""
    return "—" if value is None else f"{value:,}"


def asset(name: str) -> str:
    """Give the address of a file of ours or a vendor's under static/."""
    return url_for("static", filename=name)


def _whoever_signed_in() -> dict[str, Any]:
    """Let a page greet whoever signed in, also one that tells of a failure, when asking again might fail too."""
    who, frame = known_me(), directory().known
    of = frame.organisation(who.organisation) if who and frame else None
    return {"me": who, "my_organisation": of.name if of else ""}
