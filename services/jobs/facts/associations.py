"""致富带头人协会 and 青年创业联盟: what jobs tells of them and of their members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Code, Fact, Indicator, Key, Line, Stock, Sum


class AssociationKind(Code):
    """组织类型"""

    LEADERS = "leaders", "农村青年致富带头人协会"
    ALLIANCE = "alliance", "青年创业联盟"


class Joining(Code):
    """入会情况"""

    STANDING = "standing", "原有会员"
    NEW = "new", "新吸纳"


@dataclass(frozen=True, kw_only=True)
class AssociationOpened(Fact):
    """协会登记: an association or alliance stands, from this day on."""

    line: ClassVar[Line] = Line.VENTURES

    association: Annotated[UUID, Key("协会编号")]
    kind: AssociationKind


@dataclass(frozen=True, kw_only=True)
class AssociationClosed(Fact):
    """协会注销: an association or alliance stands no longer."""

    line: ClassVar[Line] = Line.VENTURES

    association: Annotated[UUID, Key("协会编号")]
    kind: AssociationKind


@dataclass(frozen=True, kw_only=True)
class MemberAdmitted(Fact):
    """会员入会: somebody is a member; `membership` is this person's in this association, this time."""

    line: ClassVar[Line] = Line.VENTURES

    association: Annotated[UUID, Key("协会编号")]
    kind: AssociationKind
    membership: Annotated[UUID, Key("会籍编号")]
    member: Annotated[UUID, Key("会员编号")]
    joining: Joining


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Fact):
    """会员退会: somebody is a member no longer."""

    line: ClassVar[Line] = Line.VENTURES

    association: Annotated[UUID, Key("协会编号")]
    kind: AssociationKind
    membership: Annotated[UUID, Key("会籍编号")]
    member: Annotated[UUID, Key("会员编号")]


FACTS: tuple[type[Fact], ...] = (AssociationOpened, AssociationClosed, MemberAdmitted, MemberLeft)

_STANDS = {AssociationOpened: 1, AssociationClosed: 0}
_BELONGS = {MemberAdmitted: 1, MemberLeft: 0}
_NEW = {"joining": Joining.NEW}

INDICATORS: tuple[Indicator, ...] = (
    Stock("associations", "协会数", _STANDS, "association", "个", "三(四)2", by=("kind",)),
    Stock("association_members", "会员数", _BELONGS, "membership", "人", "三(四)2", by=("kind",)),
    Sum("members_admitted", "新吸纳人数", MemberAdmitted, 1, "人", "三(四)2", by=("kind",), where=_NEW),
)
