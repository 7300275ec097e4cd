"""The doors of what is drafted for 政策清单: row by row, as departments hand it in, until a version takes it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.jobs.model.policies import PolicyDraft
from services.jobs.schemas.policies import DiscardPolicyDraft, DraftPolicyItem
from services.jobs.service.policies import must_have_a_list, validity_rules
from services.jobs.store import held
from services.jobs.store.policies import draft_shown, drafts_waiting
from shared.desk import Desk, located, must_cover
from shared.identity import Role
from shared.refusals import Refusal, Refused
from shared.worker import read, write


class DraftListed(Refusal):
    """该条目已列入清单,不能撤销"""


class PolicyDraftDoors:
    """拟列入条目: draft, discard."""

    @write(DraftPolicyItem, Role.RECORDER)
    def draft_policy_item(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Draft a policy for the next version of a place's list."""
        place, organisation = fields.pop("place"), fields.pop("organisation")
        must_have_a_list(place)
        where = located(desk, place, organisation, desk.today)
        if broken := list(validity_rules(id, fields["valid_from"], fields["valid_to"], desk.today)):
            raise Refused(broken)
        desk.session.add(PolicyDraft(id=id, **fields, **PolicyDraft.columns(where)))
        return {"item": str(id)}

    @write(DiscardPolicyDraft, Role.RECORDER)
    def discard_policy_draft(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Drop a draft that no version has taken yet."""
        draft = held(desk.session, PolicyDraft, fields["item"])
        must_cover(desk, draft)
        if draft.listed_in:
            raise DraftListed("item")
        desk.session.delete(draft)
        return {"item": str(draft.id), "discarded": True}

    @read(*Role)
    def policy_drafts(self, desk: Desk, place: str) -> list[dict[str, Any]]:
        """List what waits for the next version of a place's list."""
        drafts = drafts_waiting(desk.session, place)
        for each in drafts:
            must_cover(desk, each)
        return [draft_shown(each) for each in drafts]
