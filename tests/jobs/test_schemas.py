from typing import Any

import pytest

from services.jobs.schemas.fairs import HoldFair, OpenFair
from services.jobs.schemas.postings import ClosePosting, PublishPosting
from shared.forms import load
from shared.refusals import Refused

SOMEONE = "00000000-0000-4000-8000-000000000001"
POSTING: dict[str, Any] = {
    "place": "510104017000",
    "organisation": SOMEONE,
    "employer": SOMEONE,
    "title": "焊工",
    "trade": "electrics",
    "workplace": "county",
    "headcount": 5,
    "opens_on": "2021-12-01",
    "closes_on": "2021-12-31",
}
FAIR: dict[str, Any] = {
    "place": "510104017000",
    "organisation": SOMEONE,
    "planned_on": "2022-01-20",
    "mode": "live",
    "venue": "other",
    "organiser_kind": "youth_federation",
    "booths": [{"employer": SOMEONE, "postings": []}],
}


def refused(schema: Any, content: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        load(schema(), content)
    return [(each.rule, each.field) for each in caught.value.refusals]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headcount", 0),
        ("headcount", -1),
        ("headcount", 10_001),
        ("headcount", 2.5),
        ("wage_low_fen", -1),
        ("wage_high_fen", 10_000_001),
        ("trade", "焊工"),
        ("workplace", "moon"),
        ("channels", ["workers_site", "workers_site"]),
        ("channels", ["poster"]),
        ("opens_on", "2021-13-01"),
        ("title", "焊" * 61),
        ("external_id", "a\x00b"),
    ],
)
def test_a_posting_with_a_wrong_field_is_refused_by_its_name(field: str, value: Any) -> None:
    assert [(rule, name.split(".")[0]) for rule, name in refused(PublishPosting, POSTING | {field: value})] == [
        ("FieldInvalid", field)
    ]


def test_what_nobody_asked_for_is_refused() -> None:
    assert refused(PublishPosting, POSTING | {"phone": "1"}) == [("FieldUnknown", "phone")]


def test_a_posting_without_wage_channel_or_external_id_is_complete() -> None:
    loaded = load(PublishPosting(), POSTING)

    assert (loaded["wage_low_fen"], loaded["wage_high_fen"], loaded["channels"], loaded["external_id"]) == (
        0,
        0,
        [],
        "",
    )


def test_closing_needs_a_reason_but_an_expiry_neither_date_nor_number() -> None:
    assert refused(ClosePosting, {"posting": SOMEONE}) == [("FieldMissing", "reason")]
    assert load(ClosePosting(), {"posting": SOMEONE, "reason": "expired"})["closed_on"] is None


def test_a_fair_may_be_planned_before_any_booth_is_known() -> None:
    assert load(OpenFair(), {name: told for name, told in FAIR.items() if name != "booths"})["booths"] == []


def test_a_fault_within_a_booth_is_named_by_its_row() -> None:
    assert refused(OpenFair, FAIR | {"booths": [{"employer": SOMEONE}, {}]}) == [("FieldMissing", "booths.1.employer")]


def test_a_fair_to_which_no_employer_came_is_refused() -> None:
    held = {"fair": SOMEONE, "held_on": "2022-01-20", "visitors": 10, "intents": 1, "employers": []}

    assert refused(HoldFair, held) == [("FieldInvalid", "employers")]
