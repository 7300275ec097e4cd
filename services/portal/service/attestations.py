"""The doors of attestations: what a service itself says of somebody's work, on paper that anybody can check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.portal import store
from services.portal.model import Attestation
from services.portal.schemas import Attest, AttestationKind
from shared.desk import Desk
from shared.identity import Role
from shared.refusals import NotFound, OutOfScope
from shared.worker import Doors, anyone, write

RECORDS = {
    AttestationKind.SERVICE: ("volunteers", "service_record"),
    AttestationKind.TRAINING: ("jobs", "training_record"),
}
"""Who knows what is attested; portal takes nobody else's word for it."""

ISSUERS = (Role.RECORDER, Role.APPROVER, Role.OFFICER)
ENVELOPE = ("place", "organisation")


class AttestationDoors(Doors):
    """证明: issued to whoever it is about, or by those who work where it happened; checked by anybody who holds it."""

    @write(Attest)
    def attest(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Attest what the service that knows it says of it now."""
        service, door = RECORDS[fields["kind"]]
        record = desk.ask(service, door, id=str(fields["about"]))
        _must_be_theirs(desk, fields["about"], record)
        attested = {name: value for name, value in record.items() if name not in ENVELOPE}
        where = {"place": record["place"], "organisation": UUID(record["organisation"])}
        said = {**fields, "kind": fields["kind"].value, "attested": attested}
        store.attestation_of(desk.session, fields["digest"])  # lets this transaction write the row that it may see
        desk.session.add(Attestation(**said, **where, issued_on=desk.today, issued_by=desk.identity.person))
        return {**record, "issued_on": str(desk.today)}

    @anyone
    def attestation(self, desk: Desk, digest: str, name_digest: str | None = None) -> dict[str, Any]:
        """Tell what a paper says, and whether the name on it is the one that was printed; raises NotFound."""
        found = store.attestation_of(desk.session, digest)
        if found is None:
            raise NotFound("digest")
        return {
            "kind": found.kind,
            "organisation": str(found.organisation),
            "issued_on": str(found.issued_on),
            "attested": found.attested,
            "same_name": None if name_digest is None else name_digest == found.name_digest,
        }


def _must_be_theirs(desk: Desk, about: UUID, record: Mapping[str, Any]) -> None:
    if desk.identity.person == about:
        return
    if not desk.identity.roles.intersection(ISSUERS) or not desk.identity.covers(record["place"]):
        raise OutOfScope("about")
