"""What of outreach can be found: by its title where it has one that names nobody, by its id always."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, null, select

from services.outreach.model import Aid, AwayOrganisation, Need, SharedResource, WorkPlan
from shared.finding import Findable


def _said(kind: Any, on: Any, title: Any = None) -> Select[Any]:
    shown = null() if title is None else title
    return select(kind.id, kind.place, on.label("on"), shown.label("title"))


def _titled(kind: Any, title: Any) -> Select[Any]:
    return _said(kind, kind.opened_on, title)


FINDABLE = (
    Findable("work_plan", "work_plan", WorkPlan, _titled(WorkPlan, WorkPlan.title), (WorkPlan.title,)),
    Findable(
        "shared_resource",
        "shared_resource",
        SharedResource,
        _titled(SharedResource, SharedResource.title),
        (SharedResource.title,),
    ),
    Findable(
        "away_organisation",
        "away_organisation",
        AwayOrganisation,
        _titled(AwayOrganisation, AwayOrganisation.name),
        (AwayOrganisation.name,),
    ),
    # What a need or an aid says is about somebody: those are found by their ids alone.
    Findable("need", "need", Need, _said(Need, Need.raised_on)),
    Findable("aid", "aid", Aid, _said(Aid, Aid.delivered_on)),
)
