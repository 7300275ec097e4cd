"""What children's doors accept beside its acts, whose schemas are derived; and which of it may come as a sheet."""

from collections.abc import Mapping

from services.children.schemas.cases import OpenCase
from services.children.schemas.people import ChildIdentity, CompanionIdentity, StudentIdentity
from services.children.schemas.registers import EngageCompanion, OpenHome
from services.children.schemas.returns import NoteReturn
from shared.forms import Form, Sheet

SHEETS: tuple[Sheet, ...] = (
    Sheet("case", "在册儿童", "open_case", OpenCase),
    Sheet("child_home", "童伴之家", "open_home", OpenHome),
    Sheet("companion", "童伴妈妈", "engage_companion", EngageCompanion),
    Sheet("parent_return", "父母返乡情况", "note_return", NoteReturn),
)

IDENTITIES: Mapping[str, type[Form]] = {
    "child": ChildIdentity,
    "companion": CompanionIdentity,
    "student": StudentIdentity,
}
