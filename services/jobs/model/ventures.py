"""四 创业帮扶支持: what jobs keeps of ventures, gathered."""

from services.jobs.model.loans import Loan, LoanStep

__all__ = ["Loan", "LoanStep"]
