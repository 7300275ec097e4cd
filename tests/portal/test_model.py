"""People: who may sign in, and when they are locked out."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.portal.model import LOCKED_FOR, MOST_FAILURES, Person
from shared.identity import Role

NOW = datetime(2022, 2, 10, 4, tzinfo=UTC)
TODAY = date(2022, 2, 10)


def a_person(**but: Any) -> Person:
    return Person(
        **{
            "id": UUID(int=1),
            "organisation": UUID(int=2),
            "roles": ["recorder", "approver"],
            "scope": ["510104"],
            "failures": 0,
            **but,
        }
    )


def test_a_person_may_sign_in_until_the_day_they_leave() -> None:
    leaving = a_person(valid_to=TODAY)

    assert leaving.may_sign_in(TODAY - timedelta(days=1), NOW)
    assert not leaving.may_sign_in(TODAY, NOW)


def test_too_many_failures_in_a_row_lock_a_person_out_for_a_while() -> None:
    person = a_person()
    for _ in range(MOST_FAILURES - 1):
        person.failed(NOW)
    assert person.may_sign_in(TODAY, NOW)

    person.failed(NOW)

    assert not person.may_sign_in(TODAY, NOW + LOCKED_FOR - timedelta(seconds=1))
    assert person.may_sign_in(TODAY, NOW + LOCKED_FOR)


def test_signing_in_forgets_the_failures_before() -> None:
    person = a_person(failures=MOST_FAILURES - 1)
    person.signed_in()
    person.failed(NOW)

    assert person.may_sign_in(TODAY, NOW)


def test_services_know_a_person_without_a_name() -> None:
    identity = a_person(name="王小明", login="wang").identity(7)

    assert (identity.person, identity.scope, identity.frame) == (UUID(int=1), ("510104",), 7)
    assert identity.roles == {Role.RECORDER, Role.APPROVER}
    assert "王小明" not in str(identity)
    assert "wang" not in str(identity)
