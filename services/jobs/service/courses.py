"""The doors of the training menu."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from services.jobs import store
from services.jobs.model import Course
from services.jobs.schemas.training import OfferCourse, WithdrawCourse
from services.jobs.store.training import menu
from shared.desk import Desk, envelope, must_be_date, must_cover
from shared.eventlog import tell
from shared.identity import Role
from shared.refusals import FieldMissing
from shared.worker import read, write


class CourseDoors:
    """培训菜单: offer, withdraw, show."""

    @write(OfferCourse, Role.RECORDER)
    def offer_course(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Put a course on the menu."""
        if not fields["title"].strip():
            raise FieldMissing("title", label="培训项目名称")
        where = envelope(desk, fields.pop("place"), fields.pop("organisation"), fields["offered_on"])
        course = Course(id=id, **fields, **Course.columns(where))
        desk.session.add(course)
        tell(desk.session, course.offered(), uuid5(id, "offered"), desk.now)
        return {"course": str(id)}

    @write(WithdrawCourse, Role.RECORDER)
    def withdraw_course(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Take a course off the menu; the classes that are open go on."""
        course = store.held(desk.session, Course, fields["course"])
        must_cover(desk, course)
        must_be_date(desk, fields["withdrawn_on"], "withdrawn_on")
        course.withdraw(fields["withdrawn_on"])
        tell(desk.session, course.withdrawn(), uuid5(course.id, "withdrawn"), desk.now)
        return {"course": str(course.id), "withdrawn_on": str(course.withdrawn_on)}

    @read(*Role)
    def courses(self, desk: Desk, place: str | None = None) -> list[dict[str, Any]]:
        """Show what one may choose from today."""
        return menu(desk.session, desk.identity.scope, desk.today, place)
