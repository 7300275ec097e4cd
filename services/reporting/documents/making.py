"""Makes a document in the form that is asked for."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from services.reporting.documents import city, province
from services.reporting.documents.added import Answer, Summary
from services.reporting.documents.filling import fill
from services.reporting.documents.pdf import pdf
from shared.refusals import Refusal


class FormUnknown(Refusal):
    """没有名为“{form}”的格式;可选 docx、xlsx、pdf"""


class Form(StrEnum):
    """What a document can be."""

    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"


@dataclass(frozen=True)
class Document:
    """A file, and the name it is kept under."""

    name: str
    content: bytes

    def as_data(self) -> dict[str, Any]:
        """Turn it into what travels over RPC."""
        digest = sha256(self.content).hexdigest()
        return {"name": self.name, "sha256": digest, "content": b64encode(self.content).decode("ascii")}


def form_of(named: str) -> Form:
    """Read a form; raises FormUnknown."""
    if named not in set(Form):
        raise FormUnknown("form", form=named)
    return Form(named)


def return_document(answer: Answer, form: Form, templates: Path | None) -> Document:
    """Make a city's return of what the door `return_of` answers; raises Refused."""
    name = f"{city.return_name(answer)}.{form}"
    if form is Form.XLSX:
        return Document(name, city.return_workbook(answer))
    return Document(name, _in_form(fill(city.TEMPLATE, city.return_paper(answer), templates), form))


def summary_document(summary: Summary, form: Form, templates: Path | None) -> Document:
    """Make the province's summary of a month; raises Refused."""
    name = f"{province.province_name(summary)}.{form}"
    if form is Form.XLSX:
        return Document(name, province.province_workbook(summary))
    return Document(name, _in_form(fill(province.TEMPLATE, province.province_paper(summary), templates), form))


def _in_form(document: bytes, form: Form) -> bytes:
    return pdf(document) if form is Form.PDF else document
