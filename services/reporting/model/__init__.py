"""What reporting keeps."""

from services.reporting.model.counts import SCHEMAS, Head, Lost, Parked, Pointer, Roll, Row, counted_in
from services.reporting.model.looks import Look
from shared import eventlog, frame

TABLES = (Row.metadata, eventlog.metadata, frame.metadata, *(counted_in(schema) for schema in SCHEMAS))

__all__ = ["SCHEMAS", "TABLES", "Head", "Look", "Lost", "Parked", "Pointer", "Roll", "Row", "counted_in"]
