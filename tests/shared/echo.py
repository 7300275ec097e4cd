"""A service of the tests' own, on outreach's database."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID, uuid4

from nameko.extensions import DependencyProvider
from sqlalchemy import text

from shared.desk import Desk
from shared.eventlog import tell
from shared.forms import Form
from shared.forms import text as text_field
from shared.identity import Role
from shared.refusals import Refusal, Refused
from shared.worker import Doors, Transactions, keyed, read, write
from tests.shared.lamps import lamp


class TooLoud(Refusal):
    """不能说“{words}”"""


class Said(Form):
    """说话"""

    words = text_field(100, required=True, metadata={"label": "话"})


class Fragile(DependencyProvider):  # type: ignore[misc] # nameko ships no types
    """Breaks nameko itself, for a call that asks for it."""

    def get_dependency(self, worker_ctx: Any) -> None:
        """Raise where nameko does not expect it."""
        if worker_ctx.data.get("fragile"):
            raise RuntimeError("broken")


class Echo(Doors):
    """Says things, slowly, twice or wrongly."""

    name = "outreach"
    transactions = Transactions("outreach")
    fragile = Fragile()
    attempts: ClassVar[list[str]] = []

    @write(Said, Role.RECORDER)
    def say(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, str]:
        """Say something, by lighting a lamp; every time it is done the answer differs."""
        if fields["words"] == "loud":
            raise TooLoud("words", words="loud")
        tell(desk.session, lamp(), uuid4(), desk.now)
        return {"id": str(id), "said": str(uuid4())}

    @read(Role.VIEWER)
    def hear(self, desk: Desk) -> list[str]:
        """Show whom the call came from."""
        return [str(desk.identity.person), *desk.identity.scope]

    @read()
    def sleep(self, desk: Desk, seconds: int) -> str:
        """Keep a connection busy."""
        desk.session.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": seconds})
        return "slept"

    @read()
    def stumble(self, desk: Desk, words: str) -> None:
        """Fail with what the call said."""
        raise ValueError(f"{desk.identity} {words}")

    @keyed(Role.RECORDER)
    def lose(self, desk: Desk, times: int) -> int:
        """Lose the connection that many times, and then succeed."""
        self.attempts.append("tried")
        if len(self.attempts) <= times:
            desk.session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return len(self.attempts)

    @read(service_only=True, as_reader=True)
    def who(self, desk: Desk) -> str:
        """Tell as which role the database sees the call."""
        return str(desk.session.scalar(text("SELECT current_user")))

    @keyed(Role.RECORDER)
    def refuse_twice(self, desk: Desk) -> None:
        """Refuse for two reasons, after something was done."""
        tell(desk.session, lamp(), uuid4(), desk.now)
        raise Refused([TooLoud("words", words="a"), TooLoud("words", row=3, words="b")])
