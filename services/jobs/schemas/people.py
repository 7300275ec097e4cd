"""Who the people of jobs' keys are: kept in the vault alone, and no more of it than the work needs."""

from __future__ import annotations

from shared.forms import Form, citizen_number, phone, text

SEEN_BY_PHONE = {"label": "联系电话", "findable": True}


class TraineeIdentity(Form):
    """学员: whom a certificate is made out to."""

    name = text(40, required=True, metadata={"label": "姓名"})
    phone = phone(required=True, metadata=SEEN_BY_PHONE)
    citizen_number = citizen_number(
        load_default=None, allow_none=True, metadata={"label": "公民身份号码", "findable": True}
    )


class MentorIdentity(Form):
    """青创导师: whom a young founder turns to."""

    name = text(40, required=True, metadata={"label": "姓名"})
    phone = phone(required=True, metadata=SEEN_BY_PHONE)


class SeekerIdentity(Form):
    """求职者: whom to tell of work."""

    name = text(40, required=True, metadata={"label": "姓名"})
    phone = phone(required=True, metadata=SEEN_BY_PHONE)


class FounderIdentity(Form):
    """创业青年: whom a mentor guides, an association admits and a bank lends to."""

    name = text(40, required=True, metadata={"label": "姓名"})
    phone = phone(required=True, metadata=SEEN_BY_PHONE)
