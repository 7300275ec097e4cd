"""Things of jobs, found by their titles or by the first characters of their ids, within the scope."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from shared.database import transaction
from shared.identity import Role
from shared.refusals import Refused
from tests.builders import LEAGUE, TOWNSHIP
from tests.jobs.office import Office
from tests.jobs.referred import taken
from tests.jobs.said import closing, opened, published, verification


def found(
    office: Office, words: str, scope: str = "51", role: Role = Role.RECORDER, **but: Any
) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = office.ask("find", token=office.person(scope, role), words=words, **but)
    return answer


def ids(office: Office, words: str, **but: Any) -> list[str]:
    return [each["id"] for each in found(office, words, **but)]


def test_a_posting_is_found_by_two_characters_of_its_title_and_by_its_number_elsewhere(office: Office) -> None:
    number = f"gw-{uuid4().hex[:8]}x"
    posting = published(office, title="高级电焊工(夜班)", external_id=number)
    shown = {
        "thing": "posting",
        "id": posting,
        "title": "高级电焊工(夜班)",
        "place": TOWNSHIP,
        "on": "2022-01-05",
    }

    assert shown in found(office, "电焊")
    assert found(office, number[3:].upper()) == [shown]
    assert shown in found(office, "高级 夜班")
    assert shown not in found(office, "高级 日班")
    assert shown not in found(office, "焊电")


def test_what_means_anything_to_a_database_is_only_a_character_here(office: Office) -> None:
    plain, odd = published(office, title="百分工"), published(office, title="100%_工")

    assert odd in ids(office, "0%_工")
    assert plain not in ids(office, "百%工")
    assert plain not in ids(office, "百_工")
    assert ids(office, "'; DROP TABLE posting; --") == []


def test_everything_is_found_by_the_first_characters_of_its_id(office: Office) -> None:
    posting, fair = published(office), opened(office, {"employer": str(uuid4()), "postings": []})

    assert ids(office, posting[:8]) == [posting]
    assert ids(office, posting[:13].upper()) == [posting]
    assert ids(office, posting) == [posting]
    assert [(each["thing"], each["title"]) for each in found(office, fair[:10])] == [("fair", None)]


def test_an_act_is_found_by_its_id_and_never_by_its_note(office: Office) -> None:
    id = str(UUID(int=0xABCDEF << 104 | uuid4().int >> 24))
    asked = {
        "place": TOWNSHIP, "organisation": LEAGUE, "occurred_on": "2022-01-05",
        "trades": ["electrics"], "trainee": str(uuid4()), "note": "李四的女儿想学电工",
    }  # fmt: skip
    office.ask("record", token=office.person("51", Role.RECORDER), kind="TrainingAsked", id=id, fields=asked)

    assert {"thing": "TrainingAsked", "id": id, "title": None, "place": TOWNSHIP, "on": "2022-01-05"} in found(
        office, "abcdef"
    )
    assert found(office, "李四的女儿") == []


def test_nothing_of_elsewhere_is_found(office: Office) -> None:
    posting = published(office, title="外地人看不到的岗位")

    assert ids(office, "外地人看不到", scope="510104") == [posting]
    assert ids(office, "外地人看不到", scope="5103") == []
    assert ids(office, posting[:8], scope="5103") == []


def test_whoever_may_not_see_a_kind_finds_none_of_it(office: Office) -> None:
    fair, referral = opened(office, {"employer": str(uuid4()), "postings": []}), taken(office)

    assert ids(office, referral[:12], role=Role.RECORDER) == [referral]
    assert ids(office, referral[:12], role=Role.VIEWER) == []
    assert ids(office, fair[:12], role=Role.VIEWER) == [fair]


def test_referrals_are_listed_while_they_are_looked_after_and_apart_once_they_are_closed(office: Office) -> None:
    first, second = taken(office), taken(office)
    office.call("close_referral", {"referral": first, "outcome": "given_up", "closed_on": "2022-01-10"})
    clerk = office.person("51", Role.RECORDER)

    looked_after = [each["id"] for each in office.ask("referrals", token=clerk, limit=1_000)]
    turned = [each["id"] for each in office.ask("referrals", token=clerk, newest=True, limit=1_000)]
    closed = [each["id"] for each in office.ask("referrals", token=clerk, state="closed", limit=1_000)]

    assert looked_after == turned[::-1]
    assert (first in looked_after, second in looked_after, first in closed) == (False, True, True)


@pytest.mark.parametrize("words", ["", " ", "工", "   工 "])
def test_one_character_finds_nothing_and_says_why(office: Office, words: str) -> None:
    with pytest.raises(Refused) as caught:
        found(office, words)

    assert [(each.rule, each.field) for each in caught.value.refusals] == [("WordsTooFew", "words")]


def test_so_many_of_a_kind_are_found_and_no_more(office: Office) -> None:
    for _ in range(4):
        published(office, title="数不清的岗位")

    assert len(found(office, "数不清", limit=3)) == 3


def test_postings_are_found_by_their_index(office: Office, jobs_database: Engine) -> None:
    published(office, title="索引岗位")

    with transaction(jobs_database) as session:
        session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = session.scalars(
            text(
                "EXPLAIN SELECT id FROM posting WHERE bigrams(posting.title || ' ' || posting.external_id)"
                " @> bigrams('索引') AND title ILIKE '%索引%'"
            )
        )
        assert "posting_by_words" in "\n".join(plan)


def test_postings_are_listed_as_they_stand_and_either_end_first(office: Office) -> None:
    early, late = published(office, opens_on="2022-01-02"), published(office, opens_on="2022-01-06")
    office.call("close_posting", closing(early))
    office.call("verify_posting", verification(late, "2022-01-08"))
    viewer = office.person("51", Role.VIEWER)

    newest = office.ask("postings", token=viewer, newest=True, limit=1_000)
    oldest = office.ask("postings", token=viewer, limit=1_000)
    closed = office.ask("postings", token=viewer, state="closed", limit=1_000)

    assert newest == oldest[::-1]
    assert late in [each["id"] for each in newest]
    assert early in [each["id"] for each in closed]
    assert early not in [each["id"] for each in newest]
    after = [newest[0]["opens_on"], newest[0]["id"]]
    assert office.ask("postings", token=viewer, newest=True, after=after, limit=1_000) == newest[1:]
    with pytest.raises(Refused):
        office.ask("postings", token=viewer, state="lost")
