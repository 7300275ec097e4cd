"""What children's doors accept beside its acts, whose schemas are derived; and which of it may come as a sheet."""

from collections.abc import Mapping

from services.children.schemas.cases import OpenCase
from services.children.schemas.packs import AllotPack, ReceivePacks
from services.children.schemas.pairings import PairChild, ReportStudent
from services.children.schemas.people import ChildIdentity, CompanionIdentity, StudentIdentity
from services.children.schemas.registers import EngageCompanion, OpenHome
from services.children.schemas.returns import NoteReturn
from services.children.schemas.wishes import GatherWish
from shared.forms import Form, Sheet

SHEETS: tuple[Sheet, ...] = (
    Sheet("case", "在册儿童", "open_case", OpenCase),
    Sheet("child_home", "童伴之家", "open_home", OpenHome),
    Sheet("companion", "童伴妈妈", "engage_companion", EngageCompanion),
    Sheet("parent_return", "父母返乡情况", "note_return", NoteReturn),
    Sheet("wish", "微心愿", "gather_wish", GatherWish),
    Sheet("pack_batch", "暖冬礼包批次", "receive_packs", ReceivePacks),
    Sheet("pack", "暖冬礼包分配", "allot_pack", AllotPack),
    Sheet("student", "报到大学生", "report_student", ReportStudent),
    Sheet("pairing", "大学生结对", "pair_child", PairChild),
)

IDENTITIES: Mapping[str, type[Form]] = {
    "child": ChildIdentity,
    "companion": CompanionIdentity,
    "student": StudentIdentity,
}
