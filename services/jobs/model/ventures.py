"""四 创业帮扶支持: what jobs keeps of ventures, gathered."""

from services.jobs.model.associations import Association, Membership
from services.jobs.model.loans import Loan, LoanStep
from services.jobs.model.mentoring import Mentor, MentorLoad, MentorPair
from services.jobs.model.policies import PolicyDraft, PolicyItem, PolicyList, PolicyVersion

__all__ = [
    "Association",
    "Loan",
    "LoanStep",
    "Membership",
    "Mentor",
    "MentorLoad",
    "MentorPair",
    "PolicyDraft",
    "PolicyItem",
    "PolicyList",
    "PolicyVersion",
]
