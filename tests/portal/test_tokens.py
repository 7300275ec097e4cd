"""A person's tokens over a real broker: signed in once, renewed, and again when the session has ended."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from shared.identity import trusted_keys, verify
from shared.refusals import Refused
from shared.rpc import PersonTokens, RpcClient, ServiceTokens
from shared.settings import Settings, environment
from tests.portal.conftest import PASSWORD, Doors
from tests.shared.serving import until_answering


@pytest.fixture
def client(doors: Doors, tmp_path: Path) -> Any:
    """The operator's client, with portal served as a process of its own."""
    known = Settings("operator", doors.site.secrets, "test")
    with (tmp_path / "portal.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy", "serve", "portal"],
            env=environment(NUANDONG_SECRETS=str(doors.site.secrets)),
            stdout=log,
            stderr=log,
        )
    try:
        with RpcClient(known, ServiceTokens(known)) as made:
            until_answering(made, of="portal")
            yield made
    finally:
        process.kill()
        process.wait()


def test_a_person_signs_in_once_and_again_when_the_session_has_ended(
    doors: Doors, client: RpcClient, a_person: Callable[..., dict[str, Any]], owner: Engine
) -> None:
    tokens = PersonTokens(client, a_person()["login"], PASSWORD)
    before = _sessions(owner)
    first, same, other = tokens("outreach"), tokens("outreach"), tokens("jobs")

    assert first == same
    assert verify(first, "outreach", trusted_keys(doors.known)).scope == ("510104",)
    assert verify(other, "jobs", trusted_keys(doors.known)).person is not None
    assert _sessions(owner) == before + 1

    with owner.begin() as connection:
        connection.execute(text("UPDATE sign_in SET expires_at = now()"))
    assert tokens("children")
    assert _sessions(owner) == before + 2


def test_a_wrong_password_is_refused_to_the_client(client: RpcClient, a_person: Callable[..., dict[str, Any]]) -> None:
    with pytest.raises(Refused, match="SignInRefused"):
        PersonTokens(client, a_person()["login"], "wrong password")("outreach")


def _sessions(owner: Engine) -> int:
    with owner.begin() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM sign_in")) or 0)
