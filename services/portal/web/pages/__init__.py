"""The pages, a room for each errand: each module has a blueprint, and may stand in the menu."""

from __future__ import annotations

from typing import NamedTuple

from flask import Flask

from services.portal.web.pages import (
    account,
    behind,
    board,
    filing,
    home,
    live,
    people,
    picking,
    provider,
    returns,
    search,
    sheets,
    sign_in,
    things,
    trend,
    work,
)
from shared.identity import Role

ROOMS = (
    *(sign_in, provider, home, search, picking, things, sheets, filing, board, behind, trend, live, returns),
    *(*work.ROOMS, account, *people.ROOMS),
)


class MenuItem(NamedTuple):
    """A line of the menu: where it leads, and what it says."""

    endpoint: str
    label: str
    roles: tuple[Role, ...] = ()
    """Who is shown it; where there are none, everybody."""


MENU = (
    MenuItem("home.home", "首页"),
    MenuItem("things.index", "填报"),
    MenuItem("board.own", "看板"),
    MenuItem("returns.overview", "月报"),
    MenuItem("work.hub", "办理"),
    MenuItem("staff.people", "人员与审计", (Role.OFFICER,)),
)


def install(app: Flask) -> None:
    """Open every room."""
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    app.jinja_env.globals.update(MENU=MENU)
