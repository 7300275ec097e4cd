"""The doors of saved views: what somebody keeps for their own work, and nobody else is shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.portal import store
from services.portal.model import Person, SavedView
from services.portal.schemas import ForgetView, KeepView, RenameView
from shared.desk import Desk
from shared.refusals import NotFound, Refusal
from shared.worker import Doors, read, write

MOST_VIEWS = 48
"""How many views somebody keeps at most: more than one can overlook are no help."""


class ViewNameTaken(Refusal):
    """这个列表已有名为“{title}”的视图"""


class TooManyViews(Refusal):
    """每人最多保留 {most} 个视图;请先删去用不着的"""


class ViewDoors(Doors):
    """Views: keep, rename, forget, list."""

    @write(KeepView)
    def keep_view(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, str]:
        """Keep the filters of a list under a name."""
        person, thing, title = _oneself(desk), fields["thing"], fields["title"].strip()
        known = store.views_of(desk.session, person)
        if len(known) >= MOST_VIEWS:
            raise TooManyViews("title", most=MOST_VIEWS)
        _must_be_free(known, thing, title)
        kept = {"thing": thing, "title": title, "filters": fields["filters"]}
        desk.session.add(SavedView(id=id, person=person, kept_at=desk.now, **kept))
        return {"view": str(id)}

    @write(RenameView)
    def rename_view(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, str]:
        """Give a view another name."""
        view, title = _own(desk, fields["view"]), fields["title"].strip()
        others = [each for each in store.views_of(desk.session, view.person) if each.id != view.id]
        _must_be_free(others, view.thing, title)
        view.title = title
        return {"view": str(view.id)}

    @write(ForgetView)
    def forget_view(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, str]:
        """Forget a view."""
        view = _own(desk, fields["view"])
        desk.session.delete(view)
        return {"view": str(view.id)}

    @read()
    def views(self, desk: Desk, thing: str | None = None) -> list[dict[str, Any]]:
        """List one's own views, of one list or of all."""
        person = desk.identity.somebody
        store.become(desk.session, person)
        return [_shown(each) for each in store.views_of(desk.session, person, thing)]


def _oneself(desk: Desk) -> UUID:
    """Hold whoever asks, so that what two windows keep at once is counted; raises NotFound for a program."""
    person = desk.identity.somebody
    store.become(desk.session, person)
    if desk.session.get(Person, person, with_for_update=True) is None:
        raise NotFound("person")
    return person


def _own(desk: Desk, id: UUID) -> SavedView:
    view = store.view_of(desk.session, _oneself(desk), id)
    if view is None:
        raise NotFound("view")
    return view


def _must_be_free(known: Any, thing: str, title: str) -> None:
    if any((each.thing, each.title) == (thing, title) for each in known):
        raise ViewNameTaken("title", title=title)


def _shown(view: SavedView) -> dict[str, Any]:
    return {"view": str(view.id), "thing": view.thing, "title": view.title, "filters": view.filters}
