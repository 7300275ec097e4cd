"""Who is believed, and who is not."""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from shared.database import engine, transaction
from shared.identity import (
    Identity,
    IdentityElsewhere,
    IdentityExpired,
    IdentityForged,
    IdentityMissing,
    Role,
    Verifier,
    expires_at,
    service_identity,
    sign,
    verify,
)
from shared.refusals import Refusal
from shared.settings import Settings
from shared.worker import open_desk
from tests.builders import CITY, COUNTY, TOWNSHIP, a_token, ready
from tests.conftest import Site

KEYS = {name: Ed25519PrivateKey.generate() for name in ("portal", "jobs", "reporting")}
TRUSTED = {name: key.public_key() for name, key in KEYS.items()}
CLERK = Identity(person=uuid4(), organisation=uuid4(), roles=frozenset({Role.RECORDER}), scope=("510104",), frame=7)


def signed(by: str = "portal", key: Ed25519PrivateKey | None = None, **but: Any) -> str:
    now = int(time.time())
    claims = {
        "aud": "outreach", "iat": now, "exp": now + 60, "jti": "1",
        "person": str(uuid4()), "organisation": str(uuid4()), "roles": ["recorder"], "scope": ["51"], "frame": 0,
    }  # fmt: skip
    kept = {name: value for name, value in (claims | but).items() if value is not None}
    return jwt.encode(kept, key or KEYS[by], algorithm="EdDSA", headers={"kid": by})


def refused(token: str | None, rule: type[Refusal]) -> bool:
    with pytest.raises(rule):
        verify(token, "outreach", TRUSTED)
    return True


def test_a_person_is_known_as_portal_signed_them() -> None:
    assert verify(sign(KEYS["portal"], "portal", CLERK, "outreach"), "outreach", TRUSTED) == CLERK


def test_a_service_is_known_everywhere_and_may_pass_listed_doors_only() -> None:
    known = verify(sign(KEYS["reporting"], "reporting", service_identity("reporting"), "jobs"), "jobs", TRUSTED)

    assert (known.service, known.person, known.covers("440000000000")) == ("reporting", None, True)
    assert "facts" in known.doors
    assert "record" not in known.doors


def test_who_brings_no_token_is_asked_to_sign_in() -> None:
    assert refused(None, IdentityMissing)
    assert refused("", IdentityMissing)


def test_an_expired_token_is_refused() -> None:
    now = int(time.time())

    assert refused(signed(iat=now - 61, exp=now - 1), IdentityExpired)


def test_a_token_that_was_believed_is_refused_from_its_end_on(monkeypatch: pytest.MonkeyPatch) -> None:
    token, verifier = sign(KEYS["portal"], "portal", CLERK, "outreach", 30), Verifier("outreach", TRUSTED)
    assert verifier.verify(token) == CLERK

    ends = expires_at(token)
    monkeypatch.setattr(time, "time", lambda: ends - 0.1)
    assert verifier.verify(token) == CLERK
    monkeypatch.setattr(time, "time", lambda: ends)
    with pytest.raises(IdentityExpired):
        verifier.verify(token)


def test_a_token_is_looked_into_once_and_another_anew() -> None:
    trusted = dict(TRUSTED)
    verifier, believed = Verifier("outreach", trusted), signed()
    verifier.verify(believed)
    trusted.clear()

    assert verifier.verify(believed).scope == ("51",)
    with pytest.raises(IdentityForged):
        verifier.verify(signed())


def test_a_token_for_another_service_is_refused() -> None:
    assert refused(signed(aud="jobs"), IdentityElsewhere)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: "nonsense", id="no token at all"),
        pytest.param(lambda: signed(key=Ed25519PrivateKey.generate()), id="signed by a stranger under portal's name"),
        pytest.param(lambda: signed("stranger", Ed25519PrivateKey.generate()), id="signed by somebody nobody trusts"),
        pytest.param(lambda: signed("jobs"), id="a person signed by a service that is not portal"),
        pytest.param(lambda: signed("jobs", service="reporting"), id="a service signed by another"),
        pytest.param(lambda: signed(exp=int(time.time()) + 3_600), id="lasts longer than a minute"),
        pytest.param(lambda: signed(roles=["emperor"]), id="a role that does not exist"),
        pytest.param(lambda: signed(jti=None), id="without an id of its own"),
        pytest.param(lambda: signed(exp=None), id="without an end"),
        pytest.param(lambda: signed(scope=None), id="without a scope"),
        pytest.param(
            lambda: jwt.encode({"aud": "outreach"}, "", algorithm="none", headers={"kid": "portal"}), id="unsigned"
        ),
    ],
)
def test_a_forged_token_is_refused(make: Callable[[], str]) -> None:
    assert refused(make(), IdentityForged)


def test_a_changed_token_is_refused() -> None:
    head, claims, signature = signed().split(".")
    other = signed(scope=["5101"]).split(".")[1]

    assert verify(f"{head}.{claims}.{signature}", "outreach", TRUSTED).scope == ("51",)
    assert refused(f"{head}.{other}.{signature}", IdentityForged)


def test_nobody_signs_for_longer_than_a_minute() -> None:
    with pytest.raises(ValueError, match="60"):
        sign(KEYS["portal"], "portal", CLERK, "outreach", 61)


def test_a_token_tells_when_it_ends() -> None:
    assert expires_at(sign(KEYS["portal"], "portal", CLERK, "outreach", 30)) == pytest.approx(time.time() + 30, abs=1.5)


@pytest.mark.parametrize(
    ("scope", "place", "inside"),
    [
        (("510104",), TOWNSHIP, True),
        (("510104",), COUNTY, True),
        (("510104",), CITY, False),
        (("510104",), "510105000000", False),
        (("5103", "5101"), TOWNSHIP, True),
        (("51",), "5104", True),
        ((), TOWNSHIP, False),
    ],
)
def test_a_scope_covers_what_lies_below_it(scope: tuple[str, ...], place: str, *, inside: bool) -> None:
    assert Identity(scope=scope).covers(place) is inside


def test_the_database_knows_the_scope_for_the_length_of_a_transaction(site: Site) -> None:
    known = ready(site, "outreach")
    asked = text("SELECT in_scope(:inside), in_scope(:outside), in_scope('')")

    def seen(settings: Settings, token: str) -> tuple[bool, ...]:
        with open_desk(settings, token) as desk:
            return tuple(desk.session.execute(asked, {"inside": TOWNSHIP, "outside": "510300000000"}).one())

    token = a_token(site, "outreach", UUID(int=1), scope=("510104", "5106"))
    assert seen(known, token) == (True, False, False)
    assert seen(known, a_token(site, "outreach", UUID(int=1), scope=())) == (False, False, False)


def test_without_a_scope_the_database_shows_nothing(site: Site) -> None:
    own = engine(ready(site, "outreach").database_url, pool_size=1)
    with transaction(own) as session:
        assert session.scalar(text("SELECT in_scope('510104017000')")) is False
    own.dispose()
