"""What of children can be found: by the first characters of its id alone; nobody is found here by any word."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, null, select

from services.children.model import Case, Companion, House, Pack, PackBatch, Student, Wish
from shared.finding import Findable


def _said(kind: Any, on: Any) -> Select[Any]:
    return select(kind.id, kind.place, on.label("on"), null().label("title"))


FINDABLE = (
    Findable("child_home", "home", House, _said(House, House.since)),
    Findable("companion", "companion", Companion, _said(Companion, Companion.since)),
    Findable("case", "case", Case, _said(Case, Case.opened_on)),
    Findable("wish", "wish", Wish, _said(Wish, Wish.gathered_on)),
    Findable("pack_batch", "pack_batch", PackBatch, _said(PackBatch, PackBatch.received_on)),
    Findable("pack", "pack", Pack, _said(Pack, Pack.allotted_on)),
    Findable("student", "student", Student, _said(Student, Student.reported_on)),
)
