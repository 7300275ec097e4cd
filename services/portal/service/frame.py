"""The doors of the frame: places, organisations, campaigns and holidays."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from services.portal.facts import FrameChanged
from services.portal.schemas import (
    AddOrganisations,
    ClosePlace,
    LoadFrame,
    MergePlaces,
    OpenCampaign,
    PlaceRow,
    SetHolidays,
)
from services.portal.service.campaigns import must_fit
from shared import frame
from shared.desk import Desk, PlaceUnknown
from shared.eventlog import tell
from shared.facts import Organiser, PlaceCode, level_of, stem
from shared.frame import Lasting, Place
from shared.refusals import NotFound, Refusal, Refused
from shared.worker import Doors, read, write

LOCAL_CODE = re.compile(r"51\d\dx\d(000000|\d{3}000)")
PROVINCE = PlaceCode("510000000000")
PROVINCE_ITSELF = UUID("51000000-0000-4000-8000-000000000000")
"""Stands in the facts about the frame, which no single organisation makes."""


class LocalCodeMalformed(Refusal):
    """“{code}”不是本地单位的代码:须为市代码后加 x 和一位数字,如 5101x1000000;其下乡镇如 5101x1001000"""


class ParentElsewhere(Refusal):
    """上级 {parent} 不存在,或代码 {code} 不在其下"""


class MergedAcross(Refusal):
    """只有同一上级的地点才能合并"""


class FrameDoors(Doors):
    """The frame, which every service keeps a copy of."""

    @read(service_only=True)
    def frame(self, desk: Desk, after: int, offset: int = 0, limit: int = frame.PAGE) -> dict[str, Any]:
        """Answer one page of what came or changed in the frame after a version."""
        return frame.changes_after(desk.session, after, offset, min(limit, frame.PAGE))

    @write(LoadFrame, service_only=True)
    def load_frame(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, int]:
        """Bring in the places, organisations, campaigns and holidays that a site begins with."""
        return _revised(
            desk,
            id,
            frame_place=[_with_level(row) for row in fields["places"]],
            frame_organisation=fields["organisations"],
            frame_campaign=fields["campaigns"],
            frame_holiday=fields["holidays"],
        )

    @write(AddOrganisations, service_only=True)
    def add_organisations(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, int]:
        """Register organisations, or what has become of them."""
        unknown = [number for number, row in enumerate(fields["rows"]) if not desk.frame.knows(row["place"])]
        if unknown:
            raise Refused(PlaceUnknown("place", row=each, place=fields["rows"][each]["place"]) for each in unknown)
        return _revised(desk, id, frame_organisation=fields["rows"])

    @write(PlaceRow, service_only=True)
    def add_place(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, int]:
        """Add a place, or the new name or parent of one from a day on."""
        _must_lie_below(desk, fields["code"], fields["parent"])
        before = _ended(desk.frame.place(fields["code"], fields["valid_from"]), fields["valid_from"])
        return _revised(desk, id, frame_place=[*before, _with_level(fields)])

    @write(MergePlaces, service_only=True)
    def merge_places(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, int]:
        """Make one place of several from a day on; what was recorded in them keeps their codes."""
        on, into = fields["on"], fields["into"]
        merged = [_standing(desk, each, on) for each in fields["codes"]]
        parent = merged[0].parent
        if any(each.parent != parent for each in merged):
            raise MergedAcross("codes")
        row = _with_level({"code": into, "name": fields["name"], "parent": parent, "valid_from": on, "valid_to": None})
        _must_lie_below(desk, into, parent)
        ended = [row for each in {into, *fields["codes"]} for row in _ended(desk.frame.place(each, on), on)]
        moved = [
            row
            for each in desk.frame.organisations(on)
            if each.place in fields["codes"] and each.place != into
            for row in (*_ended(each, on), {**vars(each), "place": into, "valid_from": on, "valid_to": None})
        ]
        return _revised(desk, id, frame_place=[*ended, row], frame_organisation=moved)

    @write(ClosePlace, service_only=True)
    def close_place(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, int]:
        """Close a place from a day on; what was recorded there keeps its code."""
        standing = _standing(desk, fields["code"], fields["valid_to"])
        return _revised(desk, id, frame_place=[{**vars(standing), "valid_to": fields["valid_to"]}])

    @write(OpenCampaign, service_only=True)
    def open_campaign(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, int]:
        """Open a winter, or change its days until it closes."""
        must_fit(desk, fields)
        return _revised(desk, id, frame_campaign=[fields])

    @write(SetHolidays, service_only=True)
    def set_holidays(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, int]:
        """Say which days are off, and which weekend days are worked in their stead."""
        return _revised(desk, id, frame_holiday=fields["rows"])


def _standing(desk: Desk, code: str, on: date) -> Place:
    found = desk.frame.place(code, on)
    if found is None:
        raise NotFound("code")
    return found


def _must_lie_below(desk: Desk, code: str, parent: str | None) -> None:
    """Refuse a code that its own parent does not lie above, or a local one in another form than 5101x1000000."""
    if "x" in code and not LOCAL_CODE.fullmatch(code):
        raise LocalCodeMalformed("code", code=code)
    if parent is not None and not (desk.frame.knows(parent) and code != parent and _is_above(parent, code)):
        raise ParentElsewhere("parent", code=code, parent=parent)


def _is_above(parent: str, code: str) -> bool:
    return code.startswith(stem(parent) if parent.startswith("51") else parent[:2])


def _ended(row: Lasting | None, on: date) -> list[dict[str, Any]]:
    return [{**vars(row), "valid_to": on}] if row is not None and row.valid_from < on else []


def _with_level(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "level": level_of(row["code"])}


def _revised(desk: Desk, id: UUID, **rows: list[dict[str, Any]]) -> dict[str, int]:
    version = frame.revise(desk.session, rows)
    changed = FrameChanged(
        place=PROVINCE,
        home=PROVINCE,
        organisation=PROVINCE_ITSELF,
        organiser=Organiser.PROVINCE,
        occurred_on=desk.today,
        version=version,
    )
    tell(desk.session, changed, uuid5(id, "frame"), desk.now)
    return {"version": version}
