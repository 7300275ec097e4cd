"""政策清单: its versions, its items and their rules, and the facts they state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID, uuid5

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.jobs.facts.departments import Department
from services.jobs.facts.policies import (
    DropReason,
    PolicyItemDropped,
    PolicyItemListed,
    PolicyListPublished,
)
from services.jobs.model.table import JointlyPlaced, Table
from shared.acts.book import StaleRevision
from shared.desk import Placed
from shared.refusals import Refusal

AREAS = UUID("6e75616e-646f-4e67-8000-706f6c696379")
SAID = ("title", "benefit", "eligibility", "how_to_apply", "valid_from", "valid_to")


class PolicyListClosed(Refusal):
    """该政策清单已于 {closed_on} 停用"""


class BeforeLastVersion(Refusal):
    """该政策清单第 {version} 版于 {published_on} 发布,所填日期不能早于这一天"""


class PolicyItemGone(Refusal):
    """政策条目 {item} 已于 {dropped_on} 撤下,再列入请用新的编号"""


class PolicyItemOfDepartment(Refusal):
    """政策条目 {item} 由“{department}”列入,改由其他部门列入请用新的编号"""


class PolicyItemNotLapsed(Refusal):
    """该政策条目未到期,或已撤下"""


class PolicyList(JointlyPlaced, Table):
    """政策清单: what a city or county offers, version by version, until it is closed."""

    __tablename__ = "policy_list"
    __table_args__ = (
        CheckConstraint("closed_on >= published_on", name="closed_after_its_last_version"),
        Index("one_policy_list_in_use", "place", unique=True, postgresql_where=text("closed_on IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    area: Mapped[UUID] = mapped_column(Uuid)
    title: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    published_on: Mapped[date]
    closed_on: Mapped[date | None]

    def revise(self, version: int, on: date, title: str) -> None:
        """Begin the next version, given the one it is made from; raises PolicyListClosed, StaleRevision and others."""
        self._must_stand()
        if version != self.version:
            raise StaleRevision("version", given=version, current=self.version)
        self._must_follow(on, "published_on")
        self.version, self.published_on, self.title = version + 1, on, title

    def close(self, on: date) -> None:
        """Close the list; raises PolicyListClosed, BeforeLastVersion."""
        self._must_stand()
        self._must_follow(on, "closed_on")
        self.closed_on = on

    def published(self, items: int) -> PolicyListPublished:
        """State that the current version was published."""
        about = self.envelope(self.published_on)
        return PolicyListPublished(**about, policy_list=self.id, area=self.area, version=self.version, items=items)

    def _must_stand(self) -> None:
        if self.closed_on is not None:
            raise PolicyListClosed("policy_list", closed_on=self.closed_on)

    def _must_follow(self, on: date, field: str) -> None:
        if on < self.published_on:
            raise BeforeLastVersion(field, version=self.version, published_on=self.published_on)


class PolicyVersion(Table):
    """清单版次: what a version said, kept as it was."""

    __tablename__ = "policy_version"

    policy_list: Mapped[UUID] = mapped_column(ForeignKey("policy_list.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    published_on: Mapped[date]
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


class PolicyTerms(Table):
    """What a department offers to whom."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    department: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    benefit: Mapped[str] = mapped_column(Text)
    eligibility: Mapped[str] = mapped_column(Text)
    how_to_apply: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    @property
    def said(self) -> dict[str, Any]:
        """Say the policy as a version takes it."""
        return {
            "id": self.id,
            "department": Department(self.department),
            **{name: getattr(self, name) for name in SAID},
        }


class PolicyDraft(Placed, PolicyTerms):
    """拟列入条目: waits for the next version of a place's list; told to nobody until that is published."""

    __tablename__ = "policy_draft"
    __table_args__ = (Index("policy_draft_waiting", "place", "id", postgresql_where=text("listed_in IS NULL")),)

    listed_in: Mapped[UUID | None] = mapped_column(ForeignKey("policy_list.id"))


class PolicyItem(PolicyTerms):
    """政策条目: a policy that stands on a list from one day to another."""

    __tablename__ = "policy_item"
    __table_args__ = (
        CheckConstraint("dropped_on >= listed_on", name="dropped_after_it_was_listed"),
        Index("policy_item_by_list", "policy_list", "id"),
        Index("policy_item_to_lapse", "valid_to", postgresql_where=text("dropped_on IS NULL")),
    )

    policy_list: Mapped[UUID] = mapped_column(ForeignKey("policy_list.id"))
    listed_on: Mapped[date]
    dropped_on: Mapped[date | None]
    drop_reason: Mapped[str | None] = mapped_column(Text)

    @property
    def lapsed(self) -> bool:
        """Tell whether the item left its list by itself."""
        return self.drop_reason == DropReason.LAPSED

    def stands_on(self, day: date) -> bool:
        """Tell whether the item is on its list on a day."""
        return self.dropped_on is None or day < self.dropped_on

    def lapses_before(self, day: date) -> bool:
        """Tell whether the item's last day came before a day, and nobody has taken it off yet."""
        return self.dropped_on is None and self.valid_to is not None and self.valid_to < day

    def say(self, said: Mapping[str, Any]) -> None:
        """Say anew what the policy offers; raises PolicyItemOfDepartment, and PolicyItemGone for what has lapsed."""
        if said["department"] != self.department:
            raise PolicyItemOfDepartment("items", item=self.id, department=Department(self.department).label)
        if self.lapsed and said["valid_to"] != self.valid_to:
            raise PolicyItemGone("items", item=self.id, dropped_on=self.dropped_on)
        for name in SAID:
            setattr(self, name, said[name])

    def lapse(self, today: date) -> None:
        """Take the item off its list from the day after its last on; raises PolicyItemNotLapsed."""
        if self.valid_to is None or not self.lapses_before(today):
            raise PolicyItemNotLapsed("item")
        self.dropped_on, self.drop_reason = self.valid_to + timedelta(days=1), DropReason.LAPSED.value

    def drop(self, on: date, reason: DropReason) -> None:
        """Take the item off its list on somebody's word, which takes the place of a lapse."""
        self.dropped_on, self.drop_reason = on, reason.value

    def listed(self, on: PolicyList) -> tuple[PolicyItemListed, UUID]:
        """State that the item stands on its list, and name the fact."""
        return PolicyItemListed(**on.envelope(self.listed_on), **self._what), uuid5(self.id, "listed")

    def dropped(self, by: PolicyList) -> tuple[PolicyItemDropped, UUID]:
        """State that the item stands no longer, and name the fact."""
        about, reason = by.envelope(cast("date", self.dropped_on)), DropReason(str(self.drop_reason))
        return PolicyItemDropped(**about, **self._what, reason=reason), self.lapsing if self.lapsed else self._dropping

    @property
    def lapsing(self) -> UUID:
        """Name the fact of its lapse."""
        return uuid5(self.id, "lapsed")

    @property
    def _dropping(self) -> UUID:
        return uuid5(self.id, "dropped")

    @property
    def _what(self) -> dict[str, Any]:
        return {"policy_list": self.policy_list, "item": self.id, "department": Department(self.department)}


def area_of(place: str) -> UUID:
    """Name the city or county of a place as a list's area, the same for all its lists."""
    return uuid5(AREAS, place)
