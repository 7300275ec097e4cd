"""Files of things: brought in pieces, known by what they hold, sealed where they show people, given back whole."""

from shared.files.checking import findings
from shared.files.keeping import (
    MOST_BYTES,
    MOST_FILES,
    PIECE_BYTES,
    Opening,
    add,
    begin,
    finish,
    known,
    sweep,
    sweepable,
    withdraw,
)
from shared.files.reading import listed, piece
from shared.files.sniffing import FileEmpty, FileTooLarge, FileType, FileTypeNotTaken, sniff
from shared.files.tables import metadata

__all__ = [
    "MOST_BYTES", "MOST_FILES", "PIECE_BYTES", "FileEmpty", "FileTooLarge", "FileType", "FileTypeNotTaken", "Opening",
    "add", "begin", "findings", "finish", "known", "listed", "metadata", "piece", "sniff", "sweep", "sweepable",
    "withdraw",
]  # fmt: skip
