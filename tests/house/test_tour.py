"""The tour leads to where things are."""

import re
from pathlib import Path

import pytest

from tests.house.tour import HOUSE, TOUR, Lost, Place, places, renumbered, stands_at

PAGE = (HOUSE / TOUR).read_text(encoding="utf-8")
AGAIN = "python -m tests.house.tour writes the lines anew"

QUESTIONS = [
    "1. Where is a visit refused for its date, and what does the clerk read?",
    "2. What happens to a message that is lost between the broker and the counter?",
    "3. Where is it decided that a fact is counted only once?",
    "4. What does an amended act tell the world?",
    "5. Where would I add a new kind of act, and what else must I touch?",
    "6. Who may call `approve_aid`, and what stops the approver from also delivering?",
    "7. How does a figure for a county come from a township's act, and how soon?",
    "8. How is a restored database noticed, and what happens then?",
]


def named(place: Place) -> str:
    return f"{place.path}-{place.name}"


@pytest.mark.parametrize("place", sorted(set(places(PAGE))), ids=named)
def test_a_place_holds_the_name_that_the_tour_gives_it(place: Place) -> None:
    lines = stands_at(HOUSE, place.path, place.name)

    assert (HOUSE / place.path).is_file(), f"{place.path} is gone"
    assert place.line in lines, f"{place.name} now stands at {lines or 'no line'} of {place.path}; {AGAIN}"


def test_all_eight_questions_are_asked_and_answered_with_a_place() -> None:
    _, *answers = re.split(r"^## ", PAGE, flags=re.MULTILINE)

    assert [each.splitlines()[0] for each in answers] == QUESTIONS
    assert [each.splitlines()[0] for each in answers if not places(each)] == []


def test_every_line_number_in_the_tour_has_a_name_beside_it_that_can_be_checked() -> None:
    assert len(re.findall(r"`[^`\s]+:\d+`", PAGE)) == len(places(PAGE))


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "barn.py").write_text("BEAM = 1\n\n\nclass Barn:\n    def door(self):\n        '''No loft.'''\n")
    (tmp_path / "twins.py").write_text("def twin(): ...\n\n\ndef twin(): ...\n")
    return tmp_path


@pytest.mark.parametrize(("name", "line"), [("BEAM", 1), ("Barn", 4), ("door", 5), ("loft", 6)])
def test_a_name_that_moved_is_found_where_it_is_defined_or_else_mentioned(house: Path, name: str, line: int) -> None:
    assert renumbered(f"in `barn.py:99` `{name}`, 99", house) == f"in `barn.py:{line}` `{name}`, 99"


@pytest.mark.parametrize("place", ["`twins.py:1` `twin`", "`barn.py:1` `roof`", "`attic.py:1` `Barn`"])
def test_a_name_that_is_there_twice_or_not_at_all_is_left_to_a_reader(house: Path, place: str) -> None:
    with pytest.raises(Lost):
        renumbered(place, house)
