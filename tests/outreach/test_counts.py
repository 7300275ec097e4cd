"""What outreach's tables say of each figure is what its log told, after a winter of changes."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Engine, Row, text

from services.outreach.facts import INDICATORS
from services.outreach.store import FIGURES
from shared.database import transaction
from shared.facts import Counted, Ratio
from shared.tally import Page, counts
from tests.jobs.recount import answered, recounted

COUNTED = [each for each in INDICATORS if not isinstance(each, Ratio)]


@pytest.mark.parametrize("indicator", COUNTED, ids=lambda each: each.code)
def test_the_tables_say_what_the_log_told(indicator: Counted, winter: Sequence[Row[Any]], database: Engine) -> None:
    with transaction(database) as session:
        session.execute(text("SELECT set_config('role', current_database() || '_reader', true)"))
        said = counts(session, FIGURES, indicator.code, Page(0, 100_000))

    assert said, "the winter says nothing of this figure"
    assert answered(indicator, said) == recounted(indicator, winter)
