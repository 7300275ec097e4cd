"""四 创业帮扶支持: what jobs keeps of ventures, gathered."""

from services.jobs.model.loans import Loan, LoanStep
from services.jobs.model.policies import PolicyItem, PolicyList, PolicyVersion

__all__ = ["Loan", "LoanStep", "PolicyItem", "PolicyList", "PolicyVersion"]
