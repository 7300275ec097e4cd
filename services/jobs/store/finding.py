"""What of jobs can be found: by its title or its number elsewhere, and by its id always."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Date, Select, cast, null, select

from services.jobs.model import Course, Fair, Posting, Referral, TrainingClass
from services.jobs.model.associations import Association
from services.jobs.model.loans import Loan
from services.jobs.model.mentoring import Mentor
from services.jobs.model.policies import PolicyList
from services.jobs.model.postings import POSTING_WORDS
from shared.finding import Findable, pairs


def _said(kind: Any, on: Any, title: Any = None) -> Select[Any]:
    shown = null() if title is None else title
    return select(kind.id, kind.place, on.label("on"), shown.label("title"))


FINDABLE = (
    Findable(
        "posting",
        "posting",
        Posting,
        _said(Posting, Posting.opens_on, Posting.title),
        (Posting.title, Posting.external_id),
        pairs(POSTING_WORDS),
    ),
    Findable("course", "courses", Course, _said(Course, Course.offered_on, Course.title), (Course.title,)),
    Findable(
        "training_class",
        "training_class",
        TrainingClass,
        _said(TrainingClass, TrainingClass.opened_on, Course.title).join(Course, Course.id == TrainingClass.course),
        (Course.title,),
    ),
    Findable(
        "association",
        "association",
        Association,
        _said(Association, Association.opened_on, Association.title),
        (Association.title,),
    ),
    Findable(
        "policy_list",
        "policy_list",
        PolicyList,
        _said(PolicyList, PolicyList.published_on, PolicyList.title),
        (PolicyList.title,),
    ),
    Findable("fair", "fair", Fair, _said(Fair, Fair.planned_on)),
    Findable("referral", "referral", Referral, _said(Referral, Referral.taken_on)),
    Findable("mentor", "mentor", Mentor, _said(Mentor, Mentor.enrolled_on)),
    Findable("loan", "loan", Loan, _said(Loan, cast(null(), Date))),
)
