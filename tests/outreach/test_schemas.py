"""What outreach's forms take, before anything is asked of a database."""

from typing import Any

import pytest

from services.outreach.schemas import IDENTITIES, SHEETS
from services.outreach.service import Outreach
from shared.forms import load
from shared.refusals import Refused


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.kind)
def test_a_sheet_leads_to_a_door_and_every_column_has_a_chinese_name(sheet: Any) -> None:
    assert callable(getattr(Outreach, sheet.door))
    labels = [field.metadata["label"] for field in sheet.form().fields.values()]
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in label) for label in labels)
    assert len(labels) == len(set(labels))


def test_households_lecturers_and_seekers_have_an_identity_and_nobody_else() -> None:
    assert set(IDENTITIES) == {"household", "lecturer", "seeker"}


@pytest.mark.parametrize(
    ("kind", "said", "field"),
    [
        ("household", {"name": " ", "address": "某村 3 组"}, "name"),
        ("household", {"name": "王小明"}, "address"),
        ("lecturer", {"name": "李老师", "phone": "12345"}, "phone"),
        ("lecturer", {"name": "李老师"}, "phone"),
        ("seeker", {"name": "王小明", "phone": "13800000000", "id_number": "1"}, "id_number"),
    ],
)
def test_an_identity_says_what_the_work_needs_and_no_more(kind: str, said: dict[str, str], field: str) -> None:
    with pytest.raises(Refused) as refused:
        load(IDENTITIES[kind](), said)

    assert [each.field for each in refused.value.refusals] == [field]


def test_a_household_without_a_phone_can_still_be_found() -> None:
    assert not load(IDENTITIES["household"](), {"name": "王小明", "address": "某村 3 组"})["phone"]
