"""The operator's command, `nuandong`: one module for each of its commands."""

from __future__ import annotations

import gc
from importlib import import_module
from typing import Any

import click

COMMANDS = (
    "up", "demo", "serve", "keep", "count", "web", "watchdog", "provision", "migrate", "frame", "campaign", "status",
    "rollup", "open-data", "returns", "document", "channel", "sheet", "import", "export", "rebuild", "reconcile",
    "parked", "epoch", "vault", "backup", "restore", "drill",
)  # fmt: skip


class Commands(click.Group):
    """Loads only the command that was asked for: `serve` patches sockets before anything else may be imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click asks so
        """Name the commands in the order a new operator meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command's module."""
        if cmd_name not in COMMANDS:
            return None
        # What is imported stays, and what calls leave behind is seldom a cycle: looking for one after each seven
        # hundred new objects, as Python does, takes a seventh of every start.
        gc.set_threshold(50_000, 20, 50)
        module = import_module(f"deploy.commands.{cmd_name.replace('-', '_')}_")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Say in one line what an operator can mend, exit code 1; anything else is our fault and shows its trace."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            said = _mendable(error)
            if said is None:
                raise
            raise click.ClickException(said) from error


MENDABLE = {
    "SettingMissing", "NoServersError", "BrokerAway", "UnknownService", "DeadlinePassed", "RemoteFailure",
    "IndicatorsUnknown", "FileNotFoundError", "PermissionError", "IsADirectoryError", "ConnectionRefusedError",
    "BackupRefused",
}  # fmt: skip


def _mendable(error: Exception) -> str | None:
    names = [each.__name__ for each in type(error).__mro__]
    name = names[0]
    if name == "Refused":
        return "; ".join(f"{each.message}({each.rule})" for each in getattr(error, "refusals", []))
    if name == "OperationalError":
        return "the database or the broker does not answer: `nuandong status` tells which; is `nuandong up` running?"
    return f"{error}" if MENDABLE.intersection(names) else None


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="nuandong", prog_name="nuandong")
def main() -> None:
    """暖冬: record each act of the winter action once, and count it once.

    Exit codes: 0 done; 1 could not be done, one line says why; 2 the words of the call are off; 3 a check failed.
    """
