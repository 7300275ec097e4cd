"""The page that shows the API's document to people: what acts have in common once, then each thing and field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, current_app, render_template
from markupsafe import Markup

from services.portal.web.things import THINGS, Thing, things_by_line
from shared.facts import Line

KIND = "{kind}"
LATIN = re.compile(r"([A-Za-z][\w/+.-]*)")
TYPES = {
    "string": "文本",
    "integer": "整数",
    "number": "数",
    "boolean": "是或否",
    "array": "列表",
    "object": "按名填写",
}
FORMATS = {"uuid": "UUID 编号", "date": "日期", "date-time": "带时区的时间"}

Said = dict[str, Any]

blueprint = Blueprint("api_pages", __name__)


@blueprint.app_template_filter()
def coded(said: str) -> Markup:
    """Set apart what programs read in a sentence that people read."""
    parts = enumerate(LATIN.split(said))
    return Markup("").join(Markup("<code>{}</code>").format(each) if place % 2 else each for place, each in parts)


@blueprint.get("/")
def about() -> str:
    """Show every call, and the fields that each takes and answers."""
    document = current_app.extensions["api_document"]
    operations = list(_operations(document))
    forms = {name for each in operations for name in _schemas_in(each["says"])}
    schemas = document["components"]["schemas"]
    return render_template(
        "api/document.html",
        document=document,
        acts=_by_line(operations, acts=True),
        act_calls=_of_any_kind(operations),
        things=_by_line(operations, acts=False),
        others=_by_tag(document, operations),
        problems=_problems(document),
        forms=[(name, schemas[name]) for name in schemas if name in forms],
        answers=[(name, schemas[name]) for name in schemas if name not in forms],
        types=TYPES,
        formats=FORMATS,
    )


def _operations(document: Said) -> Iterator[Said]:
    for path, found in document["paths"].items():
        for method, said in found.items():
            if method != "parameters":
                yield {**_told(said), "path": path, "method": method.upper()}


def _told(said: Said) -> Said:
    content = said.get("requestBody", {}).get("content", {}).get("application/json", {})
    return {
        "tag": said["tags"][0],
        "name": said["operationId"],
        "summary": said["summary"],
        "asks": [each for each in said.get("parameters", ()) if each["in"] != "path"],
        "says": content.get("schema"),
        "answers": said["responses"]["200"]["content"]["application/json"]["schema"],
    }


def _by_line(operations: list[Said], *, acts: bool) -> list[tuple[Line, list[Said]]]:
    """Gather the acts, or the registers and processes, with their calls under the lines that they belong to."""
    lines = [(line, [each for each in things if each.is_act is acts]) for line, things in things_by_line()]
    return [(line, [_thing(each, operations) for each in things]) for line, things in lines if things]


def _thing(thing: Thing, operations: list[Said]) -> Said:
    calls = [each for each in operations if _named_in(each) == thing.name]
    form = next(each["says"] for each in calls if each["method"] == "PUT")
    return {"name": thing.name, "title": thing.title, "calls": calls, "form": form}


def _named_in(operation: Said) -> str | None:
    """Tell which thing an operation is about: its name stands in the address after acts or things."""
    parts = operation["path"].split("/")
    return parts[4] if parts[3] in {"acts", "things"} else None


def _of_any_kind(operations: list[Said]) -> list[Said]:
    """Tell once what can be done with acts of every kind: their forms alone differ."""
    kind = next(each for each in THINGS.values() if each.is_act)
    return [
        {**each, "path": each["path"].replace(kind.name, KIND), "of_kind": kind.name in str(each["says"])}
        for each in operations
        if _named_in(each) == kind.name
    ]


def _by_tag(document: Said, operations: list[Said]) -> list[Said]:
    rest = [each for each in operations if _named_in(each) is None]
    return [
        {**tag, "operations": [each for each in rest if each["tag"] == tag["name"]]}
        for tag in document["tags"]
        if any(each["tag"] == tag["name"] for each in rest)
    ]


def _problems(document: Said) -> list[tuple[str, str]]:
    """List the statuses that tell of a failure, each with what it means."""
    responses = document["components"]["responses"]
    named = ((name.removeprefix("Problem"), said["description"]) for name, said in responses.items())
    return [(status, description) for status, description in named if status.isdigit()]


def _schemas_in(schema: Any) -> Iterator[str]:
    """Name the schemas that a body is made of, those of its rows among them."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield str(schema["$ref"]).rsplit("/", 1)[1]
        for each in schema.values():
            yield from _schemas_in(each)
