"""How a rule says no: as data, by the rule's name, the field and a Chinese sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class Refusal(Exception):
    """A broken rule: the subclass is the rule's name, its docstring the sentence people read."""

    def __init__(self, field: str = "", *, row: int | None = None, **details: Any) -> None:
        """Say which field broke the rule, in which row, with the details that the sentence names."""
        super().__init__(type(self).__name__)
        self.field = field
        self.row = row
        self.details = details

    @property
    def rule(self) -> str:
        """Name the broken rule."""
        return type(self).__name__

    @property
    def message(self) -> str:
        """Say it in Chinese."""
        return str(self.__doc__).format(**{"field": self.field, "label": self.field, **self.details})

    def as_data(self) -> dict[str, Any]:
        """Turn the refusal into what travels over RPC."""
        data: dict[str, Any] = {"rule": self.rule, "field": self.field, "message": self.message}
        if self.row is not None:
            data["row"] = self.row
        if self.details:
            data["details"] = {
                name: each if isinstance(each, int | list) else str(each) for name, each in self.details.items()
            }
        return data

    def in_row(self, row: int) -> Refusal:
        """Say in which row of a bulk call the rule was broken."""
        self.row = row
        return self


class Refused(Exception):
    """One or more refusals, none of whose work was done."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        """Gather the refusals."""
        self.refusals = list(refusals)
        super().__init__("; ".join(f"{each.rule}({each.field})" for each in self.refusals))

    def as_data(self) -> list[dict[str, Any]]:
        """Turn the refusals into what travels over RPC."""
        return [each.as_data() for each in self.refusals]


class RemoteRefusal(Refusal):
    """{message}"""

    def __init__(self, data: dict[str, Any]) -> None:
        """Rebuild a refusal from what another service answered."""
        super().__init__(data["field"], row=data.get("row"), **data.get("details", {}))
        self._data = data

    @property
    def rule(self) -> str:
        """Name the rule that the other service named."""
        return str(self._data["rule"])

    @property
    def message(self) -> str:
        """Say what the other service said."""
        return str(self._data["message"])


def refused_from(data: list[dict[str, Any]]) -> Refused:
    """Rebuild what another service refused."""
    return Refused(RemoteRefusal(each) for each in data)


class FieldMissing(Refusal):
    """缺少必填项“{label}”"""


class FieldUnknown(Refusal):
    """没有名为“{field}”的填报项"""


class FieldInvalid(Refusal):
    """“{label}”填写不正确:{reason}"""


class IdAlreadyUsed(Refusal):
    """这个编号已经用于另一份不同的内容,请换一个新的编号"""


class UnknownKind(Refusal):
    """没有名为“{kind}”的记录种类"""


class NotFound(Refusal):
    """找不到这条记录"""


class OutOfScope(Refusal):
    """该地点或组织不在您的授权范围内"""


class RoleMissing(Refusal):
    """您没有办理此事所需的角色:{roles}"""
