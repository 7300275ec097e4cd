"""Work in the vaults as the services themselves: what `nuandong vault` and the restore drill have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TypeVar

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from shared import clock, files, vault
from shared.database import engine, transaction
from shared.identity import enter, service_identity, sign, signing_key, trusted_keys
from shared.settings import Settings

Done = TypeVar("Done")


def verified(known: Settings, noted: str | None = None) -> dict[str, Any]:
    """Open everything in a service's vault and files, and follow the log; answer the log's head and what is wrong."""
    opened = engine(known.database_url, pool_size=1).execution_options(isolation_level="REPEATABLE READ")
    with disposed(opened):
        return work(opened, known, lambda session: _found(session, known, noted))


def _found(session: Session, known: Settings, noted: str | None) -> dict[str, Any]:
    keys = vault.open_vault(session, service_identity(known.service), clock.now(), known).keys
    findings = list(vault.findings(session, keys, clock.today()))
    if _has_files(known.service):
        findings += files.findings(session, keys)
    if noted and not vault.holds(session, *_head_of(noted)):
        findings.append(f"log does not hold {noted}")
    number, digest = vault.log_head(session)
    return {"service": known.service, "head": f"{number}:{digest.hex()}", "findings": findings}


def _has_files(service: str) -> bool:
    return files.metadata in import_module(f"services.{service}.model").TABLES


def _head_of(noted: str) -> tuple[int, bytes]:
    try:
        number, digest = noted.split(":")
        return int(number), bytes.fromhex(digest)
    except ValueError as error:
        raise click.BadParameter(f"{noted!r} is no NUMBER:DIGEST", param_hint="--noted") from error


def work(opened: Engine, known: Settings, what: Callable[[Session], Done]) -> Done:
    """Work in a service's vault as the service itself, in every place, in one transaction."""
    own = known.service
    token = sign(signing_key(known), own, service_identity(own), own)
    with transaction(opened) as session:
        enter(session, token, own, trusted_keys(known))
        return what(session)


@contextmanager
def disposed(opened: Engine) -> Iterator[Engine]:
    """Close an engine's connections after the block."""
    try:
        yield opened
    finally:
        opened.dispose()
