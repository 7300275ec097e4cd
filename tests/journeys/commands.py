"""The operator's command, typed word by word; in this process, for most of a command's second is its start."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from deploy.command import main
from tests.journeys.live import Live

SERVERS = ("DATABASE_URL", "AMQP_URI")


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Read the answer as a program would."""
        assert self.code == 0, self.err
        return json.loads(self.out)


def nuandong(*words: str, env: Mapping[str, str] | None = None) -> Said:
    """Type a command; raises what it did not expect itself."""
    known = {**dict.fromkeys(SERVERS, ""), "COLUMNS": "200", **(env or {})}
    done = CliRunner().invoke(main, words, env=known, terminal_width=400)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Said(done.exit_code, done.stdout, done.stderr)


def at(live: Live, *words: str, env: Mapping[str, str] | None = None) -> Said:
    """Type a command at a running site."""
    return nuandong(*words, env={"NUANDONG_SECRETS": str(live.secrets), **(env or {})})


def without(secrets: Path, *words: str) -> Said:
    """Type a command where the secrets do not lead anywhere."""
    return nuandong(*words, env={"NUANDONG_SECRETS": str(secrets)})
