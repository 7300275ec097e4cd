"""In children things are found by their ids alone, and only by whoever may see them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.children.service import Children
from services.children.store.finding import FINDABLE
from shared.identity import Role
from tests.children.builders import COMPANION, Register, an_opening


def found(doors: Children, words: str) -> list[tuple[str, str, Any]]:
    return [(each["thing"], each["id"], each["title"]) for each in doors.find(words=words)["answer"]]


def opened(register: Register) -> str:
    case = str(UUID(int=0x5EED << 112 | UUID(COMPANION).int >> 16))
    if not found(register.by(), case):
        assert "answer" in register.by().open_case(id=case, fields=an_opening())
    return case


def test_a_case_is_found_by_the_first_characters_of_its_number_within_the_scope(register: Register) -> None:
    case = opened(register)

    assert ("case", case, None) in found(register.by(), case[:8])
    assert found(register.by("5103"), case[:8]) == []
    assert found(register.by(roles=(Role.APPROVER,)), case[:8]) == []


def test_a_companion_is_found_by_number(register: Register) -> None:
    assert ("companion", COMPANION, None) in found(register.by(), COMPANION[:8])


def test_no_word_finds_anybody(register: Register) -> None:
    opened(register)

    assert [each.words for each in FINDABLE] == [()] * len(FINDABLE)
    for words in ("2014-05", "female", "grandparent", "left_behind", "奶奶", "%%", "__"):
        assert found(register.by(), words) == []
