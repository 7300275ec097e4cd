"""The name of a piece of due work."""

from datetime import date
from uuid import UUID

from shared.duty import Due


def test_the_same_rule_subject_and_day_are_the_same_call() -> None:
    def due(rule: str = "close", subject: int = 1, on: date = date(2022, 1, 5)) -> UUID:
        return Due(rule, UUID(int=subject), "close_posting", {}, on).id

    assert due() == due()
    assert len({due(), due(rule="remind"), due(subject=2), due(on=date(2022, 1, 6))}) == 4
