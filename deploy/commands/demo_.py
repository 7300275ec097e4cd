"""nuandong demo: a winter in miniature, told through the services' RPC, and the roll-up that follows from it."""

from __future__ import annotations

import json
import signal
import sys
import time
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import click

from deploy.commands.answers import print_table
from deploy.commands.progress import shown
from deploy.commands.rollup_ import print_parts
from deploy.demo import desks, returns
from deploy.demo.findings import Findings, findings, settled
from deploy.demo.people import settle
from deploy.demo.winter import Agenda, Winter, stories, tell
from deploy.demo.world import SEASON, World
from deploy.infrastructure import stopping_like_ctrl_c
from deploy.site import Site, operator, site
from shared import clock
from shared.clock import Held
from shared.rpc import RpcClient
from shared.settings import SettingMissing, Settings, clock_setting, secrets_home

PACE = 220
"""How many acts a second the winter's clock makes room for: a slower machine then records them late."""

SHORTEST_S = 8.0
START, END = "2021-11-18T00:00:00+08:00", "2022-04-05T00:00:00+08:00"
DIFFERENCE, INTERRUPTED = 3, 130


@click.command("demo")
@click.option("--acts", type=click.IntRange(50, 200_000), default=5_000, show_default=True, help="About how many.")
@click.option("--seed", type=int, default=7, show_default=True, help="The same seed gives the same roll-up.")
@click.option(
    "--once", is_flag=True, help="Stop afterwards; exit 0 only if every cell is right, else 3, or 130 at Ctrl-C."
)
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Write the findings here.")
@click.option("--here", is_flag=True, help="Tell the winter to the site that runs already, as under compose.")
@click.option("--home", type=click.Path(path_type=Path), default=Path(".local"), help="Where servers and secrets live.")
def command(acts: int, seed: int, json_file: Path | None, home: Path, *, once: bool, here: bool) -> None:
    """Record a winter of acts across Sichuan's real townships and print the provincial roll-up."""
    with suppress(KeyboardInterrupt), stopping_like_ctrl_c():
        if here:
            with operator(secrets_home()) as rpc:
                found = _winter(rpc, secrets_home(), acts, seed, _held(clock_setting()))
                _show(found, json_file)
            sys.exit(0 if found.reconciled else DIFFERENCE)
        _on_a_site_of_its_own(acts, seed, json_file, home, once=once)
    if once or here:
        sys.exit(INTERRUPTED)


def _on_a_site_of_its_own(acts: int, seed: int, json_file: Path | None, home: Path, *, once: bool) -> None:
    released = home.absolute() / "clock"
    released.unlink(missing_ok=True)
    setting = f"{START},{released},{END}"
    with site(home, "demo", click.echo, setting) as running:
        found = _winter(running.operator, running.secrets, acts, seed, _held(setting))
        _show(found, json_file)
        if once:
            sys.exit(0 if found.reconciled else DIFFERENCE)
        _open_desks(running)
        _say_what_to_try(home)
        signal.pause()


def _held(setting: str | None) -> Held:
    held = clock.parse(setting) if setting else None
    if not isinstance(held, Held):
        raise SettingMissing("the site's clock is not held: start it with `--env-file deploy/demo.env`")
    return held


def _winter(rpc: RpcClient, secrets: Path, acts: int, seed: int, held: Held) -> Findings:
    world = World()
    click.echo("registering organisations and people")
    winter = settle(rpc, Settings("operator", secrets), world)
    told = stories(seed, world, acts)
    owed = list(returns.stories(world))
    steps, about_returns = (sum(map(len, each)) for each in (told, owed))
    days = (SEASON[1] - SEASON[0]).days + 1
    rate = days * 86_400 / max(SHORTEST_S, steps / PACE)
    began = time.time()
    said = _tell(winter, Agenda([*told, *owed], held, rate), steps + about_returns) - about_returns
    seconds = time.time() - began
    settled(rpc, held)
    return findings(rpc, Settings("reporting", secrets), said, began, seconds)


def _tell(winter: Winter, agenda: Agenda, steps: int) -> int:
    done = count(1)
    with shown() as show:
        return tell(winter, agenda, lambda: show("the winter of 2021–22", next(done), steps))


def _show(found: Findings, json_file: Path | None) -> None:
    print_table("全省汇总 2021-22", found.columns, found.rows)
    print_parts(found.rolled)
    lag = found.visible_lag_ms
    click.echo(
        f"{found.acts:,} acts told {found.facts:,} facts in {found.seconds:.1f} s, {found.acts / found.seconds:.0f}/s; "
        f"{found.counted:,} counted; visible after {lag['p50']} ms (median), {lag['p99']} ms (p99)"
    )
    same = "every cell equals what the services' own tables say"
    click.echo(same if found.reconciled else f"{found.differences} cells differ: run `nuandong reconcile`")
    if json_file:
        json_file.write_text(json.dumps(found.as_json(), ensure_ascii=False, indent=1), encoding="utf-8")


def _open_desks(running: Site) -> None:
    known = Settings("operator", running.secrets)
    desks.register(running.operator, known)
    print_table(f"The portal: {running.portal}", ("who", "login", "password"), desks.accounts(known))


def _say_what_to_try(home: Path) -> None:
    told: dict[str, Any] = {
        "nuandong status": "who is alive, and how far behind",
        "nuandong rollup --place 510100000000": "one city, by county",
        "nuandong rollup --period 2022-01 --line travel": "one month of one line",
        "nuandong returns 2022-01": "how the 21 cities' monthly returns stand",
        "nuandong document province 2022-01": "the province's summary of a month, as .docx",
        "nuandong reconcile": "compare every cell again",
        "nuandong rebuild": "count everything anew beside live traffic",
    }
    click.echo("\nStill running; Ctrl-C stops it. In another terminal try:")
    for line, why in told.items():
        click.echo(f"  .venv/bin/{line:<50} {why}")
    click.echo(f"The log of all processes is {home / 'nuandong.log'}.")
