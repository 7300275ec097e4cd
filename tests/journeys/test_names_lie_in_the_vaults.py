"""Names are said to a running site, seen again through it, and lie nowhere in the clear."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from deploy.roster import ACTION_SERVICES, SERVICES
from shared.refusals import Refused
from tests.builders import LEAGUE, TOWNSHIP
from tests.journeys.commands import at
from tests.journeys.live import Live

NAME = "欧阳小满不落明处"
PHONE = "13987654321"
WHERE = {"place": TOWNSHIP, "organisation": LEAGUE}
PEOPLE: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("outreach", "lecturer", "", {}),
    ("jobs", "trainee", "", {}),
    ("volunteers", "volunteer", "recruit_volunteer", {"recruited_on": "2022-01-10", "source": "university"}),
    ("children", "companion", "engage_companion", {"since": "2022-01-10"}),
)


def kept(live: Live, service: str, kind: str, register: str, fields: dict[str, Any]) -> str:
    """Enter somebody in the register, where there is one, and say who it is."""
    subject = str(uuid4())
    if register:
        live.recorder.call(service, register, id=subject, fields={**WHERE, **fields})
    said = {
        **WHERE,
        "subject": subject,
        "identity": {"name": NAME, "phone": PHONE},
        "scopes": ["contact"],
        "given_by": "self",
        "given_on": "2022-01-10",
    }
    live.recorder.call(service, "keep_identity", kind=kind, id=uuid4(), fields=said)
    return subject


def seen(live: Live, service: str, subject: str) -> str:
    look = str(uuid4())
    live.recorder.call(service, "ask_look", id=look, fields={"subject": subject, "purpose": "contact"})
    shown = live.recorder.call(service, "look", id=look)
    with pytest.raises(Refused, match="LookUsed"):
        live.recorder.call(service, "look", id=look)
    return str(shown["identity"]["name"])


def in_the_clear(live: Live, service: str) -> list[str]:
    """Name the tables of a database that hold the name or the number."""
    tables = live.ask(service, "SELECT schemaname || '.' || tablename FROM pg_tables WHERE tableowner <> current_user")
    said = "SELECT 1 FROM {} AS each WHERE each::text LIKE ANY (%s) LIMIT 1"
    words = [f"%{word}%" for plain in (NAME, PHONE) for word in (plain, plain.encode().hex())]
    return [table for (table,) in tables if live.ask(service, said.format(table), words)]


def test_who_people_are_is_seen_through_the_site_while_its_keys_are_rotated_and_lies_nowhere_in_the_clear(
    live: Live,
) -> None:
    subjects = {each[0]: kept(live, *each) for each in PEOPLE}
    assert {seen(live, service, subject) for service, subject in subjects.items()} == {NAME}

    rotated = at(live, "vault", "rotate", "--forget", "--json").json

    assert [(each["service"], each["keys"]) for each in rotated] == [(service, 1) for service in ACTION_SERVICES]
    assert {seen(live, service, subject) for service, subject in subjects.items()} == {NAME}
    assert [each["findings"] for each in at(live, "vault", "verify", "--json").json] == [[]] * len(ACTION_SERVICES)
    assert {service: in_the_clear(live, service) for service in SERVICES} == {service: [] for service in SERVICES}
    assert [kind for kind, body in live.overheard() if NAME in body.decode()] == []
    assert NAME not in live.running.log.read_text(encoding="utf-8")
