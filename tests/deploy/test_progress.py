"""How long work shows that it goes on."""

import pytest

from deploy.commands.progress import shown


def test_where_nobody_watches_a_terminal_each_tenth_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with shown() as show:
        for done in range(1, 201):
            show("the winter", done, 200)

    said = capsys.readouterr()
    assert said.err.splitlines() == [f"the winter: {done} of 200" for done in range(20, 201, 20)]
    assert said.out == ""


def test_pieces_of_work_beside_each_other_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    with shown() as show:
        show("jobs", 5, 10)
        show("outreach", 1, 10)
        show("jobs", 5, 10)
        show("children", 0, 0)

    assert capsys.readouterr().err.splitlines() == ["jobs: 5 of 10", "outreach: 1 of 10", "children: 0 of 0"]
