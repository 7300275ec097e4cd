"""The page that shows the API's document to people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, current_app, render_template

blueprint = Blueprint("api_pages", __name__)


@blueprint.get("/")
def about() -> str:
    """Show every resource by its kind, and the forms they take."""
    document = current_app.extensions["api_document"]
    schemas = sorted(document["components"]["schemas"].items())
    return render_template("api/document.html", document=document, groups=_groups(document), schemas=schemas)


def _groups(document: dict[str, Any]) -> list[dict[str, Any]]:
    operations = list(_operations(document))
    return [
        {"title": tag["description"], "operations": [each for each in operations if each["tag"] == tag["name"]]}
        for tag in document["tags"]
    ]


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, found in document["paths"].items():
        for method, said in found.items():
            if method != "parameters":
                yield {**_told(said), "path": path, "method": method.upper()}


def _told(said: dict[str, Any]) -> dict[str, Any]:
    content = said.get("requestBody", {}).get("content", {}).get("application/json", {})
    return {
        "tag": said["tags"][0],
        "summary": said["summary"],
        "asks": [each for each in said.get("parameters", ()) if each["in"] != "path"],
        "says": content.get("schema"),
        "answers": said["responses"]["200"]["content"]["application/json"]["schema"],
    }
