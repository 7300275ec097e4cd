"""A whole site at work, with the people of a demo winter, for what is measured with every process real."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.demo.people import login_of, password_of, settle
from deploy.demo.winter import Winter
from deploy.demo.world import World
from deploy.processes import processes
from deploy.roster import SERVICES
from deploy.seed import load_frame
from deploy.site import await_services, operator
from deploy.supervisor import Process, Supervisor, supervisor
from shared.rpc import RpcClient
from shared.settings import Settings
from tests.conftest import Site

CLOCK, TODAY = "2022-02-10T12:00:00+08:00,1", date(2022, 2, 10)


@dataclass(frozen=True)
class Whole:
    """Its processes, the operator's RPC, its people and its places, and a folder."""

    running: Supervisor
    rpc: RpcClient
    winter: Winter
    world: World
    folder: Path
    settings: Settings

    def session(self, city: str, by: str) -> str:
        """Sign somebody in as a browser does; give the session's secret."""
        login = login_of(city, by)
        password = password_of(self.settings, login)
        return str(self.rpc.call("portal", "sign_in", login=login, password=password, code="")["session"])


@contextmanager
def whole(site: Site, bind: str = "", beside: Sequence[Process] = ()) -> Iterator[Whole]:
    """Run every process of a site, its pages where it is said at which address, for the length of the block."""
    site.migrate(*SERVICES)
    with (
        TemporaryDirectory() as folder,
        supervisor([*processes(site.secrets, "test", CLOCK, bind=bind), *beside], Path(folder) / "log") as running,
        operator(site.secrets) as rpc,
    ):
        await_services(rpc, lambda _: None)
        load_frame(rpc)
        world, known = World(), Settings("operator", site.secrets)
        yield Whole(running, rpc, settle(rpc, known, world), world, Path(folder), known)
