"""The doors of 政策清单: published, revised version by version, closed; items lapse by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from services.jobs.facts.policies import MOST_ITEMS, DropReason
from services.jobs.model.policies import PolicyItem, PolicyItemGone, PolicyList, PolicyVersion, area_of
from services.jobs.schemas.policies import ClosePolicyList, LapsePolicyItem, PublishPolicyList, RevisePolicyList
from services.jobs.store import held, kept
from services.jobs.store.policies import (
    drafts_waiting,
    items_elsewhere,
    items_of,
    list_in_use,
    policy_list_shown,
    policy_lists,
    version_said,
)
from shared.desk import Desk, envelope, must_be_date, must_cover
from shared.eventlog import reverse, tell, tell_many
from shared.facts import level_of
from shared.identity import Role
from shared.refusals import Refusal, Refused
from shared.worker import read, write

Said = Mapping[str, Any]


class ListOfTownship(Refusal):
    """政策清单由省、市、县发布,不能落在乡镇或省外"""


class PolicyListInUse(Refusal):
    """该地已有一份在用的政策清单(编号 {policy_list}),请修订它"""


class PolicyItemTwice(Refusal):
    """政策条目 {item} 出现了两次"""


class PolicyItemOfAnother(Refusal):
    """政策条目 {item} 属于另一份清单"""


class PolicyItemExpired(Refusal):
    """政策条目 {item} 有效期到 {valid_to},不能列入 {published_on} 发布的清单"""


class ValidityReversed(Refusal):
    """政策条目 {item} 的失效日期早于生效日期"""


class NothingListed(Refusal):
    """清单上没有条目"""


class TooManyItems(Refusal):
    """一份清单最多 {most} 个条目,这里有 {given} 个"""


class PolicyDoors:
    """政策清单: publish, revise, close."""

    @write(PublishPolicyList, Role.RECORDER)
    def publish_policy_list(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Publish the first version of the list of a city or county, which has one list in use."""
        place, on, joint = fields["place"], fields["published_on"], fields["joint_organisations"]
        must_be_date(desk, on, "published_on")
        where = envelope(desk, place, fields["organisation"], on, joint)
        _must_be_free(desk, place)
        policy_list = PolicyList(
            id=id,
            area=area_of(place),
            title=fields["title"].strip(),
            version=1,
            published_on=on,
            **PolicyList.columns(where),
        )
        desk.session.add(policy_list)
        desk.session.flush()
        return _published(desk, policy_list, [*fields["items"], *_drafted(desk, policy_list)])

    @write(RevisePolicyList, Role.RECORDER)
    def revise_policy_list(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Publish the next version, given the one it is made from; what it leaves out is taken off the list."""
        policy_list = _list(desk, fields["policy_list"])
        must_be_date(desk, fields["published_on"], "published_on")
        policy_list.revise(fields["version"], fields["published_on"], fields["title"].strip())
        _let_lapse(desk, policy_list, fields["published_on"])
        items = _standing(desk, policy_list) if fields["items"] is None else fields["items"]
        return _published(desk, policy_list, [*items, *_drafted(desk, policy_list)])

    @write(ClosePolicyList, Role.RECORDER)
    def close_policy_list(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Close a list with everything that stands on it."""
        policy_list, on = _list(desk, fields["policy_list"]), fields["closed_on"]
        must_be_date(desk, on, "closed_on")
        policy_list.close(on)
        _let_lapse(desk, policy_list, on)
        standing = _items_on(desk, policy_list, on)
        _drop(desk, policy_list, standing, on, DropReason.CLOSED)
        return {"policy_list": str(policy_list.id), "closed_on": str(on), "dropped": len(standing)}

    @write(LapsePolicyItem, service_only=True)
    def lapse_policy_item(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Take an item off its list because its last day has passed."""
        policy_list = _list(desk, kept(desk.session, PolicyItem, fields["item"]).policy_list)
        item = held(desk.session, PolicyItem, fields["item"])
        item.lapse(desk.today)
        tell(desk.session, *item.dropped(policy_list), desk.now)
        return {"item": str(item.id), "dropped_on": str(item.dropped_on)}

    @read(*Role)
    def policy_list(self, desk: Desk, id: UUID, version: int | None = None) -> dict[str, Any]:
        """Show a list as it stands, or as one of its versions said it."""
        found = kept(desk.session, PolicyList, id)
        must_cover(desk, found)
        return policy_list_shown(desk.session, found, version)

    @read(*Role)
    def policy_lists(
        self, desk: Desk, place: str | None = None, after: UUID | None = None, limit: int = 100
    ) -> list[dict[str, Any]]:
        """List the lists in use within the caller's scope, from after an id."""
        return policy_lists(desk.session, desk.identity.scope, place, after, limit)


def _list(desk: Desk, id: UUID) -> PolicyList:
    policy_list = held(desk.session, PolicyList, id)
    must_cover(desk, policy_list)
    return policy_list


def _items_on(desk: Desk, policy_list: PolicyList, day: date) -> list[PolicyItem]:
    return [each for each in items_of(desk.session, policy_list.id).values() if each.stands_on(day)]


def _standing(desk: Desk, policy_list: PolicyList) -> list[Said]:
    return [each.said for each in _items_on(desk, policy_list, policy_list.published_on)]


def _let_lapse(desk: Desk, policy_list: PolicyList, on: date) -> None:
    """Take off first what lapsed before a day, should the keeper not have come to it yet."""
    past = [each for each in items_of(desk.session, policy_list.id).values() if each.lapses_before(on)]
    for each in past:
        each.lapse(on)
    tell_many(desk.session, [each.dropped(policy_list) for each in past], desk.now)


def _drafted(desk: Desk, policy_list: PolicyList) -> list[Said]:
    """Say what was drafted for the list, which it takes in now."""
    drafts = drafts_waiting(desk.session, policy_list.place)
    for each in drafts:
        each.listed_in = policy_list.id
    return [each.said for each in drafts]


def must_have_a_list(place: str) -> None:
    """Refuse a place that publishes no list of its own."""
    if level_of(place) in {"township", "outside"}:
        raise ListOfTownship("place")


def _must_be_free(desk: Desk, place: str) -> None:
    must_have_a_list(place)
    if other := list_in_use(desk.session, place):
        raise PolicyListInUse("place", policy_list=other)


def _published(desk: Desk, policy_list: PolicyList, said: Sequence[Said]) -> dict[str, Any]:
    on, known = policy_list.published_on, items_of(desk.session, policy_list.id)
    if broken := [*_number_rules(said), *_item_rules(desk, policy_list, said, known)]:
        raise Refused(broken)
    for each in said:
        if each["id"] in known:
            known[each["id"]].say(each)
    new = [_listed(policy_list, each) for each in said if each["id"] not in known]
    desk.session.add_all(new)
    desk.session.add(_version(desk, policy_list, said))
    told = (policy_list.published(len(said)), uuid5(policy_list.id, f"published:{policy_list.version}"))
    tell_many(desk.session, [told, *(each.listed(policy_list) for each in new)], desk.now)
    gone = [each for id, each in known.items() if each.stands_on(on) and id not in {row["id"] for row in said}]
    _drop(desk, policy_list, gone, on, DropReason.REVISED)
    return {
        "policy_list": str(policy_list.id),
        "version": policy_list.version,
        "listed": len(new),
        "dropped": len(gone),
    }


def _number_rules(said: Sequence[Said]) -> Iterator[Refusal]:
    if not said:
        yield NothingListed("items")
    if len(said) > MOST_ITEMS:
        yield TooManyItems("items", most=MOST_ITEMS, given=len(said))
    seen: set[UUID] = set()
    for row, each in enumerate(said):
        if each["id"] in seen:
            yield PolicyItemTwice("items", row=row, item=each["id"])
        seen.add(each["id"])


def _item_rules(
    desk: Desk, policy_list: PolicyList, said: Sequence[Said], known: Mapping[UUID, PolicyItem]
) -> Iterator[Refusal]:
    elsewhere, on = (
        items_elsewhere(desk.session, policy_list.id, [each["id"] for each in said]),
        policy_list.published_on,
    )
    for row, each in enumerate(said):
        id, valid_to = each["id"], each["valid_to"]
        if id in elsewhere:
            yield PolicyItemOfAnother("items", row=row, item=id)
        if id in known and not known[id].stands_on(on):
            yield PolicyItemGone("items", row=row, item=id, dropped_on=known[id].dropped_on)
        yield from (rule.in_row(row) for rule in validity_rules(id, each["valid_from"], valid_to, on))


def validity_rules(id: UUID, valid_from: date, valid_to: date | None, on: date) -> Iterator[Refusal]:
    """Refuse an item that ends before it begins, or before the day of its version."""
    if valid_to is None:
        return
    if valid_to < valid_from:
        yield ValidityReversed("items", item=id)
    if valid_to < on:
        yield PolicyItemExpired("items", item=id, valid_to=valid_to, published_on=on)


def _listed(policy_list: PolicyList, said: Said) -> PolicyItem:
    return PolicyItem(policy_list=policy_list.id, listed_on=policy_list.published_on, **said)


def _version(desk: Desk, policy_list: PolicyList, said: Sequence[Said]) -> PolicyVersion:
    return PolicyVersion(
        policy_list=policy_list.id,
        version=policy_list.version,
        title=policy_list.title,
        published_on=policy_list.published_on,
        recorded_by=desk.identity.person,
        items=version_said(said),
    )


def _drop(desk: Desk, policy_list: PolicyList, items: Sequence[PolicyItem], on: date, reason: DropReason) -> None:
    for each in items:
        if each.lapsed:
            reverse(desk.session, each.lapsing, desk.now)
        each.drop(on, reason)
    tell_many(desk.session, [each.dropped(policy_list) for each in items], desk.now)
