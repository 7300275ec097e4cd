"""Commands that act in a person's name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from shared.rpc import PersonTokens, RpcClient
from shared.settings import person_password, settings


@contextmanager
def signed_in(login: str) -> Iterator[RpcClient]:
    """Ask as a person; the password is asked for, or read from NUANDONG_PASSWORD."""
    password = person_password() or click.prompt("密码", hide_input=True)
    with RpcClient(settings("operator")) as client:
        yield client.under(PersonTokens(client, login, password))
