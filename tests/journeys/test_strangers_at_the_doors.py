"""Whoever is nobody, somebody else, or too late, is refused before any work is done."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import jwt
import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.identity import Identity, Role, service_identity, sign, signing_key
from shared.rpc.wire import Wire
from tests.builders import CLERK, LEAGUE, a_visit
from tests.journeys.figures import told
from tests.journeys.live import Live

A_CLERK = Identity(CLERK, None, UUID(LEAGUE), frozenset({Role.RECORDER}), ("5101",))
A_VIEWER = Identity(CLERK, None, UUID(LEAGUE), frozenset({Role.VIEWER}), ("5101",))

Token = Callable[[Live], str | None]


def ask(live: Live, door: str, token: str | None, **arguments: Any) -> dict[str, Any]:
    """Ask as a client that checks nothing itself."""
    wire = Wire(live.settings("operator").broker_uri, "operator")
    body = orjson.dumps({"args": [], "kwargs": arguments})
    reply = wire.ask(door, body, {"nameko.token": token} if token else {}, 5.0)
    wire.close()
    answer: dict[str, Any] = orjson.loads(reply)["result"]
    return answer


def rules(answer: dict[str, Any]) -> list[str]:
    return [each["rule"] for each in answer["refused"]]


def signed(live: Live, signer: str, identity: Identity, audience: str = "outreach", seconds: int = 60) -> str:
    return sign(signing_key(live.settings(signer)), signer, identity, audience, seconds)


def lasting_an_hour(live: Live) -> str:
    claims = jwt.decode(signed(live, "portal", A_CLERK), options={"verify_signature": False})
    key = signing_key(live.settings("portal"))
    return jwt.encode({**claims, "exp": time.time() + 3600}, key, algorithm="EdDSA", headers={"kid": "portal"})


def unsigned(live: Live) -> str:
    claims = jwt.decode(signed(live, "portal", A_CLERK), options={"verify_signature": False})
    return jwt.encode(claims, "", algorithm="none", headers={"kid": "portal"})


STRANGERS: dict[str, tuple[Token, str]] = {
    "nobody": (lambda _: None, "IdentityMissing"),
    "signed by a stranger": (
        lambda _: sign(Ed25519PrivateKey.generate(), "portal", A_CLERK, "outreach"),
        "IdentityForged",
    ),
    "signed by nobody": (unsigned, "IdentityForged"),
    "a person signed by a service": (lambda live: signed(live, "jobs", A_CLERK), "IdentityForged"),
    "a service signed by another": (lambda live: signed(live, "jobs", service_identity("reporting")), "IdentityForged"),
    "lasting an hour": (lasting_an_hour, "IdentityForged"),
    "expired": (lambda live: signed(live, "portal", A_CLERK, seconds=-1), "IdentityExpired"),
    "meant for another service": (lambda live: signed(live, "portal", A_CLERK, "jobs"), "IdentityElsewhere"),
    "a person without the role": (lambda live: signed(live, "portal", A_VIEWER), "RoleMissing"),
    "a service that has no business there": (lambda live: signed(live, "jobs", service_identity("jobs")), "OutOfScope"),
    "reporting, which only reads": (
        lambda live: signed(live, "reporting", service_identity("reporting")),
        "OutOfScope",
    ),
}


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_records_nothing(live: Live, stranger: str) -> None:
    token, rule = STRANGERS[stranger]
    before = told(live)

    answer = ask(live, "outreach.record", token(live), kind="VisitRecorded", id=str(uuid4()), fields=a_visit())

    assert rules(answer) == [rule]
    assert told(live) == before


@pytest.mark.parametrize("door", ["facts", "head", "counts"])
def test_a_person_does_not_pass_the_doors_between_services(live: Live, door: str) -> None:
    arguments = {"figure": "visits"} if door == "counts" else {}

    assert rules(ask(live, f"outreach.{door}", signed(live, "portal", A_CLERK), **arguments)) == ["ServicesOnly"]


def test_figures_of_places_outside_ones_scope_stay_closed(live: Live) -> None:
    token = signed(live, "portal", A_CLERK, "reporting")

    assert rules(ask(live, "reporting.rollup", token, place="510900000000", period="2021-22")) == ["OutOfScope"]
    assert "answer" in ask(live, "reporting.rollup", token, place="510100000000", period="2021-22")
