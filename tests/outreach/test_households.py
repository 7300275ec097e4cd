"""Households are known by a key; who they are lies in the vault."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from services.outreach.service import Outreach
from shared import clock
from shared.identity import Role
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import CLERK, ELSEWHERE, LEAGUE, TOWNSHIP, a_token, ready
from tests.conftest import Site

NAME = "欧阳大满"


@pytest.fixture(scope="module")
def known(site: Site) -> Settings:
    return ready(site, "outreach")


def call(
    site: Site, known: Settings, door: str, *roles: Role, scope: str = "510104", **arguments: Any
) -> dict[str, Any]:
    """Call one of outreach's doors, and give what it answered."""
    token = a_token(site, "outreach", CLERK, *roles, scope=(scope,))
    answered: dict[str, Any] = getattr(in_process(Outreach, known, token), door)(**arguments)
    return answered


def test_a_household_is_kept_found_by_its_phone_and_seen_once(site: Site, known: Settings) -> None:
    subject, phone, look = str(uuid4()), f"139{uuid4().int % 10**8:08}", str(uuid4())
    said = {
        "subject": subject,
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "identity": {"name": NAME, "phone": phone, "address": "三组 12 号"},
        "scopes": ["contact"],
        "given_by": "self",
        "given_on": str(clock.today()),
    }
    assert "answer" in call(site, known, "keep_identity", kind="household", id=str(uuid4()), fields=said)

    asked = {"kind": "household", "field": "phone", "value": phone, "purpose": "contact"}
    assert call(site, known, "find_identity", **asked)["answer"] == [subject]
    assert call(site, known, "find_identity", scope=ELSEWHERE[:6], **asked)["answer"] == []
    call(site, known, "ask_look", id=look, fields={"subject": subject, "purpose": "contact"})
    assert call(site, known, "look", id=look)["answer"]["identity"] == said["identity"]
    assert call(site, known, "look", id=look)["refused"][0]["rule"] == "LookUsed"


@pytest.mark.parametrize("phone", ["1390000", "call me", "139000000000"])
def test_a_number_that_nobody_can_be_reached_under_is_refused(site: Site, known: Settings, phone: str) -> None:
    said = {
        "subject": str(uuid4()),
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "identity": {"name": NAME, "phone": phone, "address": "三组 12 号"},
        "scopes": ["contact"],
        "given_by": "self",
        "given_on": str(clock.today()),
    }
    answered = call(site, known, "keep_identity", kind="household", id=str(uuid4()), fields=said)
    assert [(each["rule"], each["field"]) for each in answered["refused"]] == [("FieldInvalid", "phone")]
    assert phone not in str(answered)
