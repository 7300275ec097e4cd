"""SELECTs over projects, and giving each number to one of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.volunteers.model import Project
from services.volunteers.model.project import ONE_PROJECT_PER_NUMBER, ProjectNumberKnown
from services.volunteers.store.broken import broken_rule


def number_project(session: Session, project: Project) -> None:
    """Write a project down under its number, which no other has; raises ProjectNumberKnown."""
    number = project.number
    try:
        with session.begin_nested():
            session.add(project)
    except IntegrityError as error:
        if broken_rule(error) == ONE_PROJECT_PER_NUMBER:
            raise ProjectNumberKnown("number", number=number) from error
        raise


def project_shown(project: Project) -> dict[str, Any]:
    """Show a project as it stands."""
    return {
        "id": str(project.id),
        "place": project.place,
        "number": project.number,
        **{name: str(getattr(project, name)) for name in ("published_on", "starts_on", "ends_on")},
        "withdrawn": project.withdrawn_at is not None,
        "revision": project.revision,
    }
