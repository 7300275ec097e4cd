"""The doors through which returns and summaries are taken home as files."""

from __future__ import annotations

from typing import Any

from services.reporting.documents import form_of, return_document, summary_document
from services.reporting.documents.gathering import summary_of
from services.reporting.returns.rights import PROVINCE, opened_return
from services.reporting.returns.showing import return_shown
from shared.desk import Desk
from shared.facts import stem
from shared.identity import Role
from shared.refusals import OutOfScope
from shared.settings import templates_home
from shared.worker import Doors, read


class DocumentDoors(Doors):
    """公文: the return and the summary as .docx, .xlsx or .pdf."""

    @read(*Role)
    def return_document(self, desk: Desk, city: str, month: str, form: str) -> dict[str, Any]:
        """Make a file of a city's return, as it is shown."""
        if not desk.identity.covers(city):
            raise OutOfScope("city")
        wanted, answer = form_of(form), return_shown(desk, opened_return(desk, city, month))
        desk.session.commit()  # all is read; making pages takes seconds
        return return_document(answer, wanted, templates_home()).as_data()

    @read(*Role)
    def provincial_document(self, desk: Desk, month: str, form: str) -> dict[str, Any]:
        """Make a file of the province's summary of a month: what the cities submitted, added up where it may be."""
        if not desk.identity.covers(stem(PROVINCE)):
            raise OutOfScope("place")
        wanted, summary = form_of(form), summary_of(desk, month)
        desk.session.commit()  # likewise
        return summary_document(summary, wanted, templates_home()).as_data()
