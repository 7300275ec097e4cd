"""Bringing files to outreach's doors, and taking them away, as the portal does."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from uuid import uuid4

from deploy.demo.world import World, organisation_id
from services.outreach.service import Outreach
from tests.builders import LEAGUE, MARKER, TOWNSHIP
from tests.outreach.said import new_id
from tests.shared.filed import pdf

MEGABYTE = 1024 * 1024
TEN = 10 * MEGABYTE
COUNTIES = [each["code"] for each in World().places if each["level"] == "county"]
UNITS = iter(each for each in COUNTIES if each < "511")
"""Whose labour office has no plan yet; others take theirs from 5111 on, and a demo's winter those of the League."""


def a_plan(planner: Outreach) -> str:
    """Record a plan of an organisation that has none yet."""
    id, unit = new_id(), next(UNITS)
    said = {"place": unit, "organisation": organisation_id("labour", unit), "opened_on": "2021-12-01", "title": MARKER}
    answer = planner.approve_work_plan(id=id, fields=said)
    assert "answer" in answer, answer
    return id


def an_aid(clerk: Outreach, chief: Outreach, *, deliver: bool = True) -> str:
    """Bring an aid to its household."""
    said = {"household": str(uuid4()), "batch": str(uuid4()), "source": "donation", "cash_fen": 50_000}
    aid = new_id()
    clerk.propose_aid(id=aid, fields={"place": TOWNSHIP, "organisation": LEAGUE, **said})
    chief.approve_aid(id=new_id(), fields={"aid": aid})
    if deliver:
        answer = clerk.deliver_aid(id=new_id(), fields={"aid": aid, "delivered_on": "2022-01-20"})
        assert "answer" in answer, answer
    return aid


def begun(clerk: Outreach, kind: str, thing: str, id: str, content: bytes, **but: Any) -> dict[str, Any]:
    """Begin a file."""
    usual = {"kind": kind, "thing": thing, "name": "暖冬方案.pdf", "size": len(content)}
    answer: dict[str, Any] = clerk.begin_file(id=id, fields={**usual, **but})
    return answer


def brought(clerk: Outreach, id: str, content: bytes, number: int = 0) -> dict[str, Any]:
    """Bring a piece."""
    piece = content[number * MEGABYTE : (number + 1) * MEGABYTE]
    fields = {"file": id, "number": number, "content": base64.b64encode(piece).decode()}
    answer: dict[str, Any] = clerk.add_piece(fields=fields)
    return answer


def finished(clerk: Outreach, id: str, content: bytes) -> dict[str, Any]:
    """Close a file."""
    answer: dict[str, Any] = clerk.finish_file(fields={"file": id, "sha256": hashlib.sha256(content).hexdigest()})
    return answer


def pieces(content: bytes) -> range:
    """Number the pieces of a content."""
    return range(-(-len(content) // MEGABYTE))


def filed(clerk: Outreach, kind: str, thing: str, content: bytes | None = None, **but: Any) -> str:
    """Bring a whole file."""
    id, content = str(uuid4()), content or pdf()
    assert "answer" in begun(clerk, kind, thing, id, content, **but)
    for number in pieces(content):
        assert "answer" in brought(clerk, id, content, number)
    answer = finished(clerk, id, content)
    assert "answer" in answer, answer
    return id


def taken(clerk: Outreach, id: str, look: str | None = None) -> bytes:
    """Take a whole file away."""
    first = clerk.file_piece(file=id, number=0, look=look)["answer"]
    rest = [clerk.file_piece(file=id, number=each, look=look)["answer"] for each in range(1, first["pieces"])]
    return b"".join(base64.b64decode(each["content"]) for each in (first, *rest))


def listed(clerk: Outreach, kind: str, thing: str) -> list[dict[str, Any]]:
    """List the files of a thing."""
    answer = clerk.files_of(kind=kind, thing=thing)
    assert "answer" in answer, answer
    return list(answer["answer"]["files"])
