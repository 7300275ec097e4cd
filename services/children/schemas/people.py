"""Who children and companions are: kept in the vault alone, and no more of it than calling on a child needs."""

from __future__ import annotations

from shared.forms import Form, phone, text


class ChildIdentity(Form):
    """儿童身份: seen by the child's own companion and the county's named officer alone."""

    name = text(40, required=True, metadata={"label": "儿童姓名"})
    guardian = text(40, required=True, metadata={"label": "监护人姓名"})
    phone = phone(load_default=None, allow_none=True, metadata={"label": "监护人电话", "findable": True})
    address = text(100, load_default="", metadata={"label": "住址"})


class CompanionIdentity(Form):
    """童伴妈妈身份"""

    name = text(40, required=True, metadata={"label": "姓名"})
    phone = phone(required=True, metadata={"label": "联系电话", "findable": True})


class StudentIdentity(Form):
    """结对大学生身份"""

    name = text(40, required=True, metadata={"label": "姓名"})
    phone = phone(required=True, metadata={"label": "联系电话", "findable": True})
    school = text(60, load_default="", metadata={"label": "就读学校"})
