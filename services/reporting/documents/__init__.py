"""Documents: the return and the summary as .docx, .xlsx and .pdf."""
