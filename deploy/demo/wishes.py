"""What children hears of wishes, winter packs and paired students in a demo winter, a township at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.demo.world import SEASON, Step, Story, World, fresh
from services.children.facts.cases import Category, Guardian, Sex
from services.children.facts.packs import PackContent, PackReceipt, WriteOff
from services.children.facts.pairings import PairingEnd, Programme, Service, Vetting
from services.children.facts.returns import Parent, ReturnSource, ReturnStatus
from services.children.facts.wishes import Handover, ReopenReason, Thanks, Verdict, WishItem, WishReason, WishSize

BEGINS = SEASON[0]
OPENED_ON, KNOWN_ON = BEGINS + timedelta(days=1), date(2021, 12, 20)
REPORTED_ON, SIGNED_ON = date(2022, 1, 8), date(2022, 1, 12)
VACATION = (date(2022, 1, 13), date(2022, 2, 18))
WORN = (WishItem.COAT, WishItem.SHOES)
HANDED = (Handover.TOWNSHIP, Handover.HOME, Handover.SCHOOL)
DONORS = 400


@dataclass(frozen=True)
class Told:
    """Who speaks of one township's children, and to whose kindness they owe their wishes."""

    chance: Random
    world: World
    place: str
    donors: list[str]
    steps: list[Step] = field(default_factory=list)

    def say(self, on: date, door: str, by: str = "recorder", id: str = "", /, **fields: Any) -> str:
        """Say one thing on a day, and name it."""
        named = id or fresh(self.chance)
        said = {"id": named, "fields": fields}
        self.steps.append(Step(on, "children", door, said, self.world.city_of(self.place), by))
        return named

    @property
    def at(self) -> dict[str, str]:
        """Say where, and who leads there."""
        return {"place": self.place, "organisation": self.world.lead(self.place)}


def stories(chance: Random, world: World, acts: int) -> Iterator[Story]:
    """Tell about `acts` things, the winter of a township's children in each story."""
    donors, told = [fresh(chance) for _ in range(DONORS)], 0
    while told < acts:
        story = _township(Told(chance, world, world.township(chance), donors))
        told += len(story)
        yield story


def _township(told: Told) -> Story:
    companion = told.say(BEGINS, "engage_companion", **told.at, since=str(BEGINS))
    children = [_child(told, companion) for _ in range(told.chance.randint(3, 6))]
    for case in children:
        _wish(told, case, told.world.day(told.chance, OPENED_ON, date(2022, 1, 25)))
    if told.chance.random() < 0.6:
        _packs(told, children)
    if told.chance.random() < 0.7:
        _student(told, children)
    return tuple(sorted(told.steps, key=lambda step: step.on))


def _child(told: Told, companion: str) -> str:
    chance = told.chance
    card = {
        "born_month": f"{chance.randint(2008, 2016)}-{chance.randint(1, 12):02}",
        "sex": chance.choice(list(Sex)),
        "guardian": chance.choices(list(Guardian), (70, 15, 10, 4, 1))[0],
        "category": chance.choices(list(Category), (70, 25, 5))[0],
    }
    case = told.say(OPENED_ON, "open_case", **told.at, **card, companion=companion, opened_on=str(OPENED_ON))
    status = chance.choices((ReturnStatus.NOT_RETURNING, ReturnStatus.PLANNED), (6, 4))[0]
    known = {"case": case, "status": status, "as_of": str(KNOWN_ON), "source": ReturnSource.GUARDIAN}
    for parent in Parent:
        told.say(KNOWN_ON, "note_return", **known, parent=parent)
    return case


def _wish(told: Told, case: str, on: date) -> None:
    chance, shares = told.chance, told.chance.choices((1, 2, 4), (8, 1, 1))[0]
    wish = told.say(on, "gather_wish", case=case, gathered_on=str(on), shares=shares, **_card(chance))
    verdict = chance.choices((Verdict.APPROVED, Verdict.DUPLICATE), (95, 5))[0]
    told.say(on, "review_wish", "approver", wish=wish, verdict=verdict)
    if verdict is Verdict.APPROVED:
        on += timedelta(days=2)
        told.say(on, "publish_wish", wish=wish, published_on=str(on))
        _promised(told, wish, shares, on)


def _card(chance: Random) -> dict[str, Any]:
    item = chance.choice(list(WishItem))
    size = {"size": chance.choice(list(WishSize))} if item in WORN else {}
    return {
        "item": item,
        "reason": chance.choice(list(WishReason)),
        "value_fen": chance.randrange(5_000, 30_000, 500),
        **size,
    }


def _promised(told: Told, wish: str, shares: int, on: date) -> None:
    """Promise it, whole or nearly; some promises are not kept, and time frees what they were for."""
    promised = told.chance.choices((shares, shares - 1), (92, 8))[0]
    for _ in range(promised):
        on += timedelta(days=told.chance.randint(0, 2))
        told.say(on, "claim_wish", wish=wish, donor=told.chance.choice(told.donors), claimed_on=str(on))
    if promised == shares and told.chance.random() < 0.9:
        _sent(told, wish, on + timedelta(days=told.chance.randint(1, 5)))


def _sent(told: Told, wish: str, on: date) -> None:
    chance = told.chance
    told.say(on, "send_wish", wish=wish, sent_on=str(on))
    on += timedelta(days=chance.choices((chance.randint(2, 12), 30), (93, 7))[0])
    if chance.random() < 0.03:
        told.say(on, "reopen_wish", wish=wish, reopened_on=str(on), reason=ReopenReason.LOST)
    elif chance.random() < 0.95:
        told.say(on, "deliver_wish", wish=wish, delivered_on=str(on), handed_at=chance.choice(HANDED))
        told.say(on, "thank_for_wish", wish=wish, thanks=chance.choices(list(Thanks), (5, 4, 4, 1))[0])


def _packs(told: Told, children: list[str]) -> None:
    """Receive a batch, give most children a pack of it, one of which comes back, and write off what was damaged."""
    chance, on = told.chance, told.world.day(told.chance, date(2021, 12, 1), date(2022, 1, 15))
    contents = sorted(chance.sample(list(PackContent), chance.randint(2, 4)))
    made = {
        "contents": contents,
        "unit_fen": chance.randrange(10_000, 30_000, 1_000),
        "received": chance.randint(8, 30),
    }
    donor = chance.choice(told.donors)
    batch = told.say(on, "receive_packs", **told.at, **made, donor=donor, received_on=str(on))
    for case in children:
        on += timedelta(days=1)
        pack = told.say(on, "allot_pack", batch=batch, case=case, allotted_on=str(on))
        if chance.random() < 0.05:
            told.say(on, "return_pack", pack=pack, returned_on=str(on))
        else:
            receipt = chance.choices(list(PackReceipt), (90, 8, 2))[0]
            told.say(
                on, "deliver_pack", pack=pack, delivered_on=str(on), handed_at=chance.choice(HANDED), receipt=receipt
            )
    if chance.random() < 0.1:
        said = {"batch": batch, "packs": 1, "reason": WriteOff.DAMAGED, "written_off_on": str(on)}
        told.say(on, "write_off_packs", "approver", **said)


def _student(told: Told, children: list[str]) -> None:
    """Vet a student, who then looks after some children until term begins."""
    chance = told.chance
    programmes = sorted(chance.sample(list(Programme), chance.choices((1, 2), (8, 2))[0]))
    student = told.say(REPORTED_ON, "report_student", **told.at, programmes=programmes, reported_on=str(REPORTED_ON))
    verdict = chance.choices((Vetting.PASSED, Vetting.NOT_A_STUDENT), (97, 3))[0]
    told.say(REPORTED_ON, "vet_student", "approver", student=student, verdict=verdict)
    if verdict is not Vetting.PASSED:
        return
    told.say(SIGNED_ON, "sign_code", student=student, signed_on=str(SIGNED_ON), edition=1)
    for case in chance.sample(children, min(len(children), chance.randint(1, 3))):
        _paired(told, student, case)


def _paired(told: Told, student: str, case: str) -> None:
    chance, since = told.chance, VACATION[0]
    pairing = told.say(since, "pair_child", student=student, case=case, since=str(since))
    for _ in range(chance.randint(1, 4)):
        on = told.world.day(chance, *VACATION)
        fields = {**told.at, "occurred_on": str(on), "pairing": pairing, "minutes": chance.randrange(30, 180, 15)}
        service = {"service": chance.choices(list(Service), (2, 6, 3))[0]}
        said = {"kind": "PairingServed", "id": fresh(chance), "fields": {**fields, **service}}
        told.steps.append(Step(on, "children", "record", said, told.world.city_of(told.place)))
    told.say(VACATION[1], "end_pairing", pairing=pairing, until=str(VACATION[1]), reason=PairingEnd.TERM_BEGAN)
