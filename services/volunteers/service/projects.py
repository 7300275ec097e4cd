"""The doors of projects."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from services.volunteers import store
from services.volunteers.facts.project import ProjectPublished
from services.volunteers.model import Project
from services.volunteers.schemas import ChangeProject, PublishProject, WithdrawProject
from services.volunteers.service.rows import row_of
from shared.desk import Desk, envelope, must_be_date
from shared.eventlog import reverse, tell
from shared.identity import Role
from shared.worker import read, write


class ProjectDoors:
    """志愿四川项目: publish, put right, take back."""

    @write(PublishProject, Role.RECORDER)
    def publish_project(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Enter a project that was published before it begins."""
        where = envelope(desk, fields["place"], fields["organisation"], fields["published_on"])
        project = Project(
            id=id, revision=1, recorded_at=desk.now, recorded_by=desk.identity.person, **Project.columns(where)
        )
        project.keep(fields)
        store.number_project(desk.session, project)
        tell(desk.session, _published(project), _publication(project), desk.now)
        return {"project": str(id), "revision": project.revision}

    @write(ChangeProject, Role.RECORDER)
    def change_project(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Put a project right: its publication is reversed and told again."""
        project = row_of(desk, Project, fields["project"])
        must_be_date(desk, project.published_on, "project")
        must_be_date(desk, fields["published_on"], "published_on")
        before = _publication(project)
        project.change(fields["revision"], fields)
        store.number_project(desk.session, project)
        reverse(desk.session, before, desk.now)
        tell(desk.session, _published(project), _publication(project), desk.now)
        return {"project": str(project.id), "revision": project.revision}

    @write(WithdrawProject, Role.RECORDER)
    def withdraw_project(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Take a project back."""
        project = row_of(desk, Project, fields["project"])
        must_be_date(desk, project.published_on, "project")
        project.withdraw(desk.now, fields["reason"])
        reverse(desk.session, _publication(project), desk.now)
        return {"project": str(project.id), "withdrawn": True}

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def project(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a project as it stands."""
        return store.project_shown(row_of(desk, Project, id))


def _published(project: Project) -> ProjectPublished:
    return ProjectPublished(**project.envelope(project.published_on), project=project.id)


def _publication(project: Project) -> UUID:
    return uuid5(project.id, f"published:{project.revision}")
