"""四 创业帮扶支持: the doors of ventures and the rules of their acts, gathered."""

from __future__ import annotations

from collections.abc import Mapping

from services.jobs.facts.bootcamps import BootcampHeld
from services.jobs.facts.mentoring import GuidanceGiven
from services.jobs.facts.programs import ProgramJoined
from services.jobs.service.associations import AssociationDoors
from services.jobs.service.bootcamps import attendance_of_bootcamps
from services.jobs.service.loans import LoanDoors
from services.jobs.service.mentoring import MentoringDoors, pairs_of_guidance
from services.jobs.service.policies import PolicyDoors
from services.jobs.service.policy_drafts import PolicyDraftDoors
from services.jobs.service.programs import youths_of_programs
from shared.acts import Derive
from shared.facts import Act

VENTURE_RULES: Mapping[type[Act], Derive] = {
    BootcampHeld: attendance_of_bootcamps,
    GuidanceGiven: pairs_of_guidance,
    ProgramJoined: youths_of_programs,
}


class VentureDoors(PolicyDoors, PolicyDraftDoors, AssociationDoors, MentoringDoors, LoanDoors):
    """All doors of 四."""
