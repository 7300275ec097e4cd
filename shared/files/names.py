"""What a file is called: people's words, with whatever a path, a header or a screen could be misled by taken out."""

from __future__ import annotations

import re
import unicodedata

MOST_LETTERS = 80
NAMELESS = "附件"
LEADS = re.compile(r"\A.*[/\\]", re.DOTALL)
FORBIDDEN = re.compile(r'[<>:"|?*\'`%;&$]')
EXTENSION = re.compile(r"\.\w{1,5}\Z")


def plain_name(said: str) -> str:
    """Give a name without path, extension, quotes and invisible letters; the extension is given by what it holds."""
    last = LEADS.sub("", unicodedata.normalize("NFC", said))
    seen = "".join(" " if each.isspace() else each for each in last if each.isspace() or _is_seen(each))
    words = " ".join(FORBIDDEN.sub("", EXTENSION.sub("", seen.strip())).split())
    return words.strip(" .")[:MOST_LETTERS].strip(" .") or NAMELESS


def _is_seen(letter: str) -> bool:
    """Tell whether a letter is neither a control, nor turns the direction of writing, nor half a letter."""
    return unicodedata.category(letter)[0] != "C"
