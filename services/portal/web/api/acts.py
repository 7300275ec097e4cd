"""Acts: recorded, amended, withdrawn and listed, each kind under an address of its own."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from flask import Response, request
from marshmallow import Schema, fields, validate
from werkzeug import Response as Conditional

from services.portal.web.api.asked import ActsAsked, LikelyAsked, next_after
from services.portal.web.api.bearer import ask
from services.portal.web.api.resource import Resources, answer, body
from services.portal.web.api.shapes import (
    ActPage,
    ActShown,
    LikelyPairs,
    Recorded,
    RecordedMany,
    Reinstated,
    Withdrawal,
    Withdrawn,
)
from services.portal.web.things import THINGS, Thing
from shared.forms import Form, key, load
from shared.refusals import FieldInvalid, FieldUnknown, Refused

MOST_ROWS = 10_000
BULK_DEADLINE_S = 30.0
REVISION = re.compile(r'"?([0-9]{1,7})"?')
INSTANTS = ("recorded_at", "withdrawn_at")
_WITHDRAWAL = Withdrawal()

IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": '^"[0-9]{1,7}"$'},
    "description": '更正时写明所依据的版次,如 "1";没有此项即为新记录',
}

blueprint = Resources("api_acts", __name__, description="记录:宣讲、走访等只发生、只计数的事")


def _resources_of(act: Thing) -> None:
    """Open the addresses of one kind."""
    service, name, title = act.service, act.name, act.title
    _listing(service, name, title)
    _many(service, name, title, act.schema)
    _one(service, name, title)
    _saying(service, name, title, act.schema)
    _withdrawal(service, name, title)
    _likely(service, name, title)


def _listing(service: str, kind: str, title: str) -> None:
    @blueprint.resource(
        "GET", f"/acts/{kind}", name=f"list_{kind}", summary=f"{title}:按日期列出", asks=ActsAsked, answers=ActPage
    )
    def listing(asked: dict[str, Any]) -> Response:
        rows = ask(service, "listing", kind=kind, **asked)
        last = rows[-1] if len(rows) == asked["limit"] else None
        after = [last["occurred_on"], last["id"]] if last else None
        return answer({"items": [_dated(row) for row in rows], "next": next_after(after)})


def _many(service: str, kind: str, title: str, content: Schema) -> None:
    row = Form.from_dict({"id": key(required=True, metadata={"label": "编号"}), **content.fields}, name=f"{kind}Row")
    rows = fields.List(fields.Nested(row), required=True, validate=validate.Length(max=MOST_ROWS))

    @blueprint.resource(
        "POST",
        f"/acts/{kind}",
        name=f"record_many_{kind}",
        summary=f"{title}:一次填报多条,全部记下或一条不记",
        says=Form.from_dict({"rows": rows}, name=f"{kind}Rows"),
        answers=RecordedMany,
    )
    def many() -> Response:
        said = _rows_in(body())
        return answer({"items": ask(service, "record_many", deadline=BULK_DEADLINE_S, kind=kind, rows=said)})


def _one(service: str, kind: str, title: str) -> None:
    @blueprint.resource(
        "GET",
        f"/acts/{kind}/<uuid:id>",
        name=f"show_{kind}",
        summary=f"{title}:一条记录和它的历次版本",
        answers=ActShown,
        unchanged=True,
    )
    def one(id: UUID) -> Conditional:
        found = ask(service, "look_up", kind=kind, id=id)
        history = [_dated(each) for each in found["history"]]
        tag = f"{found['revision']}{'-withdrawn' if found['withdrawn_at'] else ''}"
        shown = answer({**_dated(found), "history": history}, ETag=f'"{tag}"')
        return shown.make_conditional(request)


def _saying(service: str, kind: str, title: str, content: Schema) -> None:
    @blueprint.resource(
        "PUT",
        f"/acts/{kind}/<uuid:id>",
        name=f"say_{kind}",
        summary=f"{title}:填报;带 If-Match 即为更正",
        says=content,
        answers=Recorded,
        headers=[IF_MATCH],
    )
    def say(id: UUID) -> Response:
        revision, said = _revision(), body()
        if revision is None:
            done = ask(service, "record", kind=kind, id=id, fields=said)
        else:
            done = ask(service, "amend", kind=kind, id=id, revision=revision, fields=said)
        return answer(done, ETag=f'"{done["revision"]}"')


def _withdrawal(service: str, kind: str, title: str) -> None:
    @blueprint.resource(
        "PUT",
        f"/acts/{kind}/<uuid:id>/withdrawal",
        name=f"withdraw_{kind}",
        summary=f"{title}:撤回",
        says=Withdrawal,
        answers=Withdrawn,
    )
    def withdraw(id: UUID) -> Response:
        said = load(_WITHDRAWAL, body())
        return answer(ask(service, "withdraw", kind=kind, id=id, reason=said["reason"]))

    @blueprint.resource(
        "DELETE",
        f"/acts/{kind}/<uuid:id>/withdrawal",
        name=f"reinstate_{kind}",
        summary=f"{title}:十分钟内收回撤回",
        answers=Reinstated,
    )
    def reinstate(id: UUID) -> Response:
        return answer(ask(service, "reinstate", kind=kind, id=id))


def _likely(service: str, kind: str, title: str) -> None:
    @blueprint.resource(
        "GET",
        f"/acts/{kind}/likely-duplicates",
        name=f"likely_{kind}",
        summary=f"{title}:疑似重复、尚未判断的成对记录",
        asks=LikelyAsked,
        answers=LikelyPairs,
    )
    def likely(asked: dict[str, Any]) -> Response:
        return answer({"items": ask(service, "likely_duplicates", kind=kind, **asked)})


def _rows_in(said: Any) -> list[dict[str, Any]]:
    """Read the rows of a bulk call, which says nothing else; raises Refused."""
    told = said if isinstance(said, dict) else {}
    unknown = [FieldUnknown(each) for each in told if each != "rows"]
    if unknown:
        raise Refused(unknown)
    rows = told.get("rows")
    if not isinstance(rows, list):
        raise Refused([FieldInvalid("rows", label="rows", reason="须为列表")])
    broken = [number for number, row in enumerate(rows) if not isinstance(row, dict)]
    if broken:
        raise Refused(FieldInvalid("rows", row=each, label="rows", reason="须为按名填写的各项") for each in broken)
    return rows


def _revision() -> int | None:
    """Read which revision is to be amended, if one is; raises FieldInvalid."""
    said = request.headers.get("If-Match")
    if said is None:
        return None
    found = REVISION.fullmatch(said)
    if found is None:
        raise Refused([FieldInvalid("If-Match", label="If-Match", reason='须为所依据的版次,如 "1"')])
    return int(found[1])


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    """Write instants as RFC 3339 wants them."""
    instants = {name: row[name] and str(row[name]).replace(" ", "T") for name in INSTANTS if name in row}
    return {**row, **instants}


for _thing in THINGS.values():
    if _thing.is_act:
        _resources_of(_thing)
