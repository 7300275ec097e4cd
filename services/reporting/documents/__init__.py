"""Documents: the return and the province's summary as .docx, .xlsx and .pdf."""

from services.reporting.documents.added import Summary
from services.reporting.documents.making import Document, Form, FormUnknown, form_of, return_document, summary_document

__all__ = ["Document", "Form", "FormUnknown", "Summary", "form_of", "return_document", "summary_document"]
