"""What portal's doors accept."""

from typing import Any

import pytest

from services.portal.schemas import AddOrganisations, AddPerson, LoadFrame, OpenCampaign
from shared.forms import load
from shared.refusals import Refused

PERSON: dict[str, Any] = {
    "login": "wang",
    "password": "correct horse",
    "name": "王小明",
    "organisation": "00000000-0000-4000-8000-000000000001",
    "roles": ["recorder"],
    "scope": ["510104000000"],
}


@pytest.mark.parametrize(
    ("but", "field", "said"),
    [
        ({"password": "short"}, "password", "须为 8 至 200 字"),
        ({"roles": ["emperor"]}, "roles.0", "须为下列之一"),
        ({"scope": ["成都"]}, "scope.0", "须为 12 位区划代码"),
        ({"login": "a\x00b"}, "login", "控制字符"),
        ({"valid_to": "tomorrow"}, "valid_to", "须为日期"),
    ],
)
def test_a_person_who_does_not_fit_is_refused_by_field(but: dict[str, Any], field: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        load(AddPerson(), {**PERSON, **but})

    assert [each["field"] for each in refused.value.as_data()] == [field]
    assert said in refused.value.as_data()[0]["message"]


def test_a_wrong_row_of_many_is_named_by_its_number() -> None:
    with pytest.raises(Refused) as refused:
        load(LoadFrame(), {"places": [{"code": "510000000000", "name": "四川省"}, {"code": "51"}]})

    assert [(each["rule"], each["field"]) for each in refused.value.as_data()] == [
        ("FieldInvalid", "places.1.code"),
        ("FieldMissing", "places.1.name"),
    ]


def test_a_season_is_named_by_its_two_years() -> None:
    with pytest.raises(Refused, match=r"FieldInvalid\(id\)"):
        load(OpenCampaign(only=("id",)), {"id": "2021"})


def test_organisations_come_in_rows() -> None:
    with pytest.raises(Refused, match=r"FieldMissing\(rows\)"):
        load(AddOrganisations(), {})
