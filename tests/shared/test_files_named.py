"""What a file is called is taken from people's words, and misleads neither a path, a header nor a reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.files.names import MOST_LETTERS, plain_name

NAMES = {
    "方案.docx": "方案",
    "C:\\fakepath\\暖冬 方案(2).docx": "暖冬 方案(2)",
    "../../etc/passwd": "passwd",
    "/etc/cron.d/x.pdf": "x",
    'a"; filename="evil.exe': "a; filename=evil",
    "a\r\nSet-Cookie: x=1.pdf": "a Set-Cookie x=1",
    "<script>alert(1)</script>.pdf": "script",
    "invoice\u202efdp.exe": "invoicefdp",
    "零\u200b宽.pdf": "零宽",
    "..": "附件",
    "": "附件",
    ".pdf": "附件",
    "  方案  .pdf ": "方案",
    "\x00\x07": "附件",
    "方" * 500 + ".pdf": "方" * MOST_LETTERS,
    "a%0d%0ab.pdf": "a0d0ab",
}


@pytest.mark.parametrize("said", NAMES)
def test_a_name_keeps_its_words_and_nothing_else(said: str) -> None:
    assert plain_name(said) == NAMES[said].replace(";", "")


@given(st.text(max_size=600))
def test_whatever_is_said_the_name_is_one_line_of_letters_that_are_seen(said: str) -> None:
    name = plain_name(said)

    assert name
    assert len(name) <= MOST_LETTERS
    assert name.isprintable()
    assert not set(name) & set('/\\"<>:|?*;')
    assert not name.startswith(".")
    assert plain_name(name + ".pdf") == name
