"""Documents: the return and the province's summary as .docx, .xlsx and .pdf."""

from services.reporting.documents.added import Summary
from services.reporting.documents.making import Document, Form, FormUnknown, form_of, return_document, summary_document
from services.reporting.documents.workbook import Figure, Head, Sheet, workbook

__all__ = [
    "Document",
    "Figure",
    "Form",
    "FormUnknown",
    "Head",
    "Sheet",
    "Summary",
    "form_of",
    "return_document",
    "summary_document",
    "workbook",
]
