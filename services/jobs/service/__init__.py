"""Jobs' doors: one method, one transaction."""

from __future__ import annotations

from typing import ClassVar

from services.jobs import store
from services.jobs.facts import FACTS
from services.jobs.facts.bootcamps import BootcampHeld
from services.jobs.facts.programs import ProgramJoined
from services.jobs.service.bootcamps import attendance_of_bootcamps
from services.jobs.service.classes import ClassDoors
from services.jobs.service.courses import CourseDoors
from services.jobs.service.enrolments import EnrolmentDoors
from services.jobs.service.fairs import FairDoors
from services.jobs.service.postings import PostingDoors
from services.jobs.service.programs import youths_of_programs
from services.jobs.service.referrals import ReferralDoors
from services.jobs.service.ventures import VentureDoors
from shared.facts import acts_of
from shared.worker import ActDoors, FactDoors, Transactions


class Jobs(
    PostingDoors, FairDoors, ReferralDoors, CourseDoors, ClassDoors, EnrolmentDoors, VentureDoors, ActDoors, FactDoors
):
    """三 就业招聘服务 and 四 创业帮扶支持."""

    name = "jobs"
    kinds = acts_of(FACTS)
    derive: ClassVar = {BootcampHeld: attendance_of_bootcamps, ProgramJoined: youths_of_programs}
    figures = store.FIGURES
    due = staticmethod(store.due)
    transactions = Transactions("jobs")


__all__ = ["Jobs"]
