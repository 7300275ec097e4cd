"""The doors of a service's vault: who the people in its registers are, for whoever is in charge of them alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar, cast
from uuid import UUID

from sqlalchemy import Row

from shared import vault
from shared.answered import first_answer, is_first, keep_answer
from shared.desk import Desk, Placed, located, must_cover
from shared.forms import Form, fingerprint, load
from shared.identity import Role
from shared.refusals import NotFound, Refusal
from shared.vault import ConsentBy, ConsentScope, ShredReason, Vault
from shared.worker.doors import Doors, keyed, read, write
from shared.worker.vault_forms import AmendIdentity, AskLook, GiveConsent, KeepIdentity, ShredIdentity, WithdrawConsent

InCharge = Callable[[Desk, UUID], bool]

WORKING = (Role.RECORDER, Role.APPROVER, Role.OFFICER)


class UnknownIdentityKind(Refusal):
    """没有名为“{kind}”的身份信息种类"""


class NotInCharge(Refusal):
    """只有负责此人的工作人员可以查看这份身份信息"""


class GuardianMustConsent(Refusal):
    """未成年人的身份信息须由监护人同意"""


class ContactNotConsented(Refusal):
    """登记身份信息须先取得“联系与服务”范围的同意"""


class PlaceIsNotTheRegisters(Refusal):
    """地点与该编号在册的地点({place})不一致"""


class StillRetained(Refusal):
    """保存期到 {day} 届满,尚不能以期满为由销毁"""


class FieldNotFindable(Refusal):
    """不能按“{name}”检索"""


class VaultDoors(Doors):
    """Keeps, amends, finds, shows once, and shreds the identities of a service's kinds of people."""

    identities: ClassVar[Mapping[str, type[Form]]]
    registers: ClassVar[Mapping[str, type[Placed]]] = MappingProxyType({})
    """Where a kind's people are registered: an identity lies where its register says."""
    in_charge: ClassVar[Mapping[str, InCharge]] = MappingProxyType({})
    """Who alone may look at a kind of people; else whoever works in their place may."""
    minors: ClassVar[frozenset[str]] = frozenset()
    """Kinds of people for whom a guardian consents."""

    @keyed(Role.RECORDER)
    def keep_identity(self, desk: Desk, kind: str, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Keep who somebody is, with consent."""
        form, said = self._form(kind), load(KeepIdentity(), fields)
        said["identity"] = load(form, said["identity"])
        self._must_be_consented(kind, said)
        return self._once(desk, "keep_identity", id, said, lambda opened: self._keep(desk, opened, kind, said))

    @keyed(Role.RECORDER)
    def amend_identity(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Replace what is kept of somebody."""
        said = load(AmendIdentity(), fields)
        return self._once(desk, "amend_identity", id, said, lambda opened: self._amend(opened, said))

    @keyed(*WORKING)
    def find_identity(self, desk: Desk, kind: str, field: str, value: str, purpose: str) -> list[str]:
        """Find people by a number that is kept of them, among those whom the caller is in charge of."""
        form, why = self._form(kind), load(AskLook(only=("purpose",)), {"purpose": purpose})["purpose"]
        if field not in _findable(form):
            raise FieldNotFindable("field", name=field)
        opened = self._vault(desk)
        found = [each for each in vault.find(opened, kind, field, value) if self._is_in_charge(desk, kind, each)]
        noted: Sequence[UUID | None] = found or (None,)
        for subject in noted:
            vault.note(opened, vault.Deed.FOUND, subject, purpose=why)
        return [str(each) for each in found]

    @write(AskLook, *WORKING)
    def ask_look(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Ask for one look at an identity, for a purpose that was consented to; the call's id becomes the look's."""
        opened = self._vault(desk)
        subject = vault.held(opened, fields["subject"])
        self._must_be_in_charge(desk, subject)
        vault.ask(opened, id, fields["subject"], fields["purpose"])
        return {"look": str(id), "place": subject.place}

    @keyed(*WORKING)
    def look(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Use a look, once, and see who it is."""
        opened = self._vault(desk)
        subject = vault.use(opened, id)
        self._must_be_in_charge(desk, subject)
        identity = vault.reveal(opened, subject)
        return {"subject": str(subject.id), "kind": subject.kind, "revision": subject.revision, "identity": identity}

    @write(GiveConsent, Role.RECORDER, Role.OFFICER)
    def give_consent(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Record consent to more, or anew; the retention timer runs from today."""
        opened = self._vault(desk)
        kind = vault.held(opened, fields["subject"]).kind
        self._must_be_a_guardians(kind, fields["given_by"])
        vault.give(opened, fields["subject"], fields["scopes"], fields["given_by"], fields["given_on"])
        vault.retain(opened, fields["subject"])
        return {"subject": str(fields["subject"])}

    @write(WithdrawConsent, Role.RECORDER, Role.OFFICER)
    def withdraw_consent(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Record that consent was withdrawn; without that to contact nothing may be kept, and it is shredded."""
        opened, subject, scope = self._vault(desk), fields["subject"], fields["scope"]
        vault.held(opened, subject)
        vault.withdraw(opened, subject, scope, fields["withdrawn_on"])
        if shredded := scope is ConsentScope.CONTACT:
            vault.shred(opened, subject, ShredReason.WITHDRAWN)
        return {"subject": str(subject), "shredded": shredded}

    @write(ShredIdentity, Role.OFFICER)
    def shred_identity(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Destroy what is kept of somebody, for ever."""
        opened, subject = self._vault(desk), fields["subject"]
        until = vault.held(opened, subject).retain_until
        if fields["reason"] is ShredReason.RETENTION and desk.today <= until:
            raise StillRetained("reason", day=until)
        vault.shred(opened, subject, fields["reason"])
        return {"subject": str(subject)}

    @read(*WORKING)
    def consents(self, desk: Desk, subject: UUID) -> list[dict[str, Any]]:
        """Show who consented to what and when, and what was withdrawn."""
        return [_shown(each) for each in vault.consents_of(desk.session, subject)]

    @read(Role.OFFICER)
    def looks(self, desk: Desk, subject: UUID) -> list[dict[str, Any]]:
        """Show what was done with somebody's identity: when, by whom, what for."""
        return [_shown(each) for each in vault.entries_of(desk.session, subject)]

    def _keep(self, desk: Desk, opened: Vault, kind: str, said: Mapping[str, Any]) -> dict[str, Any]:
        subject, form = said["subject"], self._form(kind)
        where = located(desk, said["place"], said["organisation"], desk.today)
        if kind in self.registers:
            _must_be_registered(desk, self.registers[kind], subject, said["place"])
        vault.keep(opened, subject, kind, where, form.dump(said["identity"]), _findable(form))
        vault.give(opened, subject, said["scopes"], said["given_by"], said["given_on"])
        return {"subject": str(subject), "revision": 1}

    def _amend(self, opened: Vault, said: Mapping[str, Any]) -> dict[str, Any]:
        subject = vault.held(opened, said["subject"])
        form = self._form(subject.kind)
        identity = form.dump(load(form, said["identity"]))
        revision = vault.amend(opened, subject, said["revision"], identity, _findable(form))
        return {"subject": str(subject.id), "revision": revision}

    def _once(
        self, desk: Desk, door: str, id: UUID, said: Mapping[str, Any], work: Callable[[Vault], dict[str, Any]]
    ) -> dict[str, Any]:
        """Do a thing once for each id, as `write` does, but remember what was said under the index's key only."""
        opened = self._vault(desk)
        digest = opened.keys.blind(door, fingerprint(said)).hex()
        if not is_first(desk.session, door, id, digest):
            return cast("dict[str, Any]", first_answer(desk.session, door, id, digest))
        return cast("dict[str, Any]", keep_answer(desk.session, door, id, work(opened)))

    def _vault(self, desk: Desk) -> Vault:
        return vault.open_vault(desk.session, desk.identity, desk.now, self.transactions.settings)

    def _form(self, kind: str) -> Form:
        if kind not in self.identities:
            raise UnknownIdentityKind("kind", kind=kind)
        return self.identities[kind]()

    def _must_be_in_charge(self, desk: Desk, subject: Row[Any]) -> None:
        if not self._is_in_charge(desk, subject.kind, subject.id):
            raise NotInCharge("subject")

    def _is_in_charge(self, desk: Desk, kind: str, subject: UUID) -> bool:
        return kind not in self.in_charge or self.in_charge[kind](desk, subject)

    def _must_be_consented(self, kind: str, said: Mapping[str, Any]) -> None:
        self._must_be_a_guardians(kind, said["given_by"])
        if ConsentScope.CONTACT not in said["scopes"]:
            raise ContactNotConsented("scopes")

    def _must_be_a_guardians(self, kind: str, given_by: ConsentBy) -> None:
        if kind in self.minors and given_by is not ConsentBy.GUARDIAN:
            raise GuardianMustConsent("given_by")


def follow(doors: Doors, desk: Desk, subject: UUID, where: Mapping[str, Any]) -> None:
    """Let an identity lie where its subject was moved to, if it is kept at all."""
    vault.move(vault.open_vault(desk.session, desk.identity, desk.now, doors.transactions.settings), subject, where)


def _must_be_registered(desk: Desk, register: type[Placed], subject: UUID, place: str) -> None:
    row = desk.session.get(register, subject)
    if row is None:
        raise NotFound("subject")
    must_cover(desk, row)
    if row.place != place:
        raise PlaceIsNotTheRegisters("place", place=row.place)


def _findable(form: Form) -> list[str]:
    return [name for name, field in form.fields.items() if field.metadata.get("findable")]


def _shown(row: Row[Any]) -> dict[str, Any]:
    shown = {name: value for name, value in row._asdict().items() if name != "digest"}
    return {
        name: value
        if value is None or isinstance(value, int)
        else value.isoformat()
        if isinstance(value, date)
        else str(value)
        for name, value in shown.items()
    }
