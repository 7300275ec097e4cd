"""Classes as they are listed for those who run them."""

from typing import Any

from shared.identity import Role
from tests.jobs.office import Office
from tests.jobs.taught import opened


def test_classes_are_listed_with_their_course_and_those_enrolled_all_or_by_their_state(office: Office) -> None:
    training_class = opened(office)

    def listed(scope: str, **more: Any) -> list[tuple[str, int]]:
        found = office.ask("classes", token=office.person(scope, Role.RECORDER), limit=1_000, **more)
        return [(each["title"], each["enrolled"]) for each in found if each["id"] == training_class]

    assert listed("5101") == listed("51", state="open") == [("电焊培训", 0)]
    assert listed("5101", state="completed") == listed("5109") == []
