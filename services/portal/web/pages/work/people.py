"""Finding people of a register at the desk: by their number, its beginning, or the phone they gave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from services.portal.web.asking import ask
from shared import clock
from shared.forms import PHONE
from shared.refusals import Refusal, Refused

FEWEST = 4
PURPOSE = "contact"


class NobodyFound(Refusal):
    """没有找到“{typed}”:请填手机号,或编号的前 4 位以上"""


class SeveralFound(Refusal):
    """“{typed}”对应 {people} 人,请填写更完整的编号"""


def found_by(service: str, kind: str, typed: str, known: Callable[[], Iterable[str]], field: str) -> str:
    """Find whom somebody at the desk means among those known; raises NobodyFound, SeveralFound."""
    typed = typed.strip()
    try:
        return str(UUID(typed))
    except ValueError:
        pass
    if PHONE.match(typed):
        fitting = ask(service, "find_identity", kind=kind, field="phone", value=typed, purpose=PURPOSE)
    else:
        fitting = [each for each in known() if len(typed) >= FEWEST and each.startswith(typed.lower())]
    if not fitting:
        raise Refused([NobodyFound(field, typed=typed)])
    if len(fitting) > 1:
        raise Refused([SeveralFound(field, typed=typed, people=len(fitting))])
    return str(fitting[0])


def found_or_new(service: str, kind: str, typed: str, name: str, where: Mapping[str, str]) -> str:
    """Find somebody by phone, or keep who it is from now on, with consent; raises NobodyFound."""
    try:
        return found_by(service, kind, typed, lambda: (), "who")
    except Refused:
        if not name.strip() or not PHONE.match(typed.strip()):
            raise
    identity = {"name": name.strip(), "phone": typed.strip()}
    consent = {"scopes": [PURPOSE], "given_by": "self", "given_on": str(clock.day_of(clock.now()))}
    subject = where["subject"]
    ask(service, "keep_identity", kind=kind, id=subject, fields={**where, "identity": identity, **consent})
    return subject
