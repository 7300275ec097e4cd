"""Jobs' doors: one method, one transaction."""

from __future__ import annotations

from typing import ClassVar

from services.jobs import store
from services.jobs.facts import FACTS
from services.jobs.model import Course, Fair, Posting, TrainingClass
from services.jobs.model.associations import Association
from services.jobs.model.mentoring import Mentor
from services.jobs.schemas import IDENTITIES, SHEETS
from services.jobs.service.classes import ClassDoors
from services.jobs.service.courses import CourseDoors
from services.jobs.service.enrolments import EnrolmentDoors
from services.jobs.service.fairs import FairDoors
from services.jobs.service.postings import PostingDoors
from services.jobs.service.referrals import ReferralDoors
from services.jobs.service.standing import StandingDoors
from services.jobs.service.ventures import VENTURE_RULES, VentureDoors
from shared.facts import acts_of
from shared.worker import ActDoors, FactDoors, FindDoors, SheetDoors, Transactions, VaultDoors


class Jobs(
    PostingDoors,
    StandingDoors,
    FairDoors,
    ReferralDoors,
    CourseDoors,
    ClassDoors,
    EnrolmentDoors,
    VentureDoors,
    ActDoors,
    SheetDoors,
    FindDoors,
    VaultDoors,
    FactDoors,
):
    """三 就业招聘服务 and 四 创业帮扶支持."""

    name = "jobs"
    kinds = acts_of(FACTS)
    sheets = SHEETS
    sheet_tables: ClassVar = {
        "posting": Posting,
        "fair": Fair,
        "course": Course,
        "class": TrainingClass,
        "association": Association,
    }
    identities = IDENTITIES
    registers: ClassVar = {"mentor": Mentor}
    derive = VENTURE_RULES
    findable = store.FINDABLE
    figures = store.FIGURES
    due = staticmethod(store.due)
    transactions = Transactions("jobs")


__all__ = ["Jobs"]
