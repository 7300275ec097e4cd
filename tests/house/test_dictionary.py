"""The dictionary under docs/ says what the declarations say."""

import pytest

from deploy.dictionary import DOCS, PAGES, page


@pytest.mark.parametrize("name", PAGES)
def test_the_generated_pages_are_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == page(name), "python -m deploy.dictionary writes it anew"
