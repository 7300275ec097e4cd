"""What outreach's doors accept beside its acts, whose schemas are derived."""

from __future__ import annotations

from collections.abc import Mapping

from services.outreach.schemas.aid import ApproveAid, DeliverAid, ProposeAid, SignReceipt
from services.outreach.schemas.needs import RaiseNeed
from services.outreach.schemas.people import HouseholdIdentity, LecturerIdentity, SeekerIdentity
from services.outreach.schemas.registers import ApproveWorkPlan, ListAwayOrganisation, ShareResource
from shared.forms import Form, Sheet

SHEETS: tuple[Sheet, ...] = (
    Sheet("Aid", "慰问申请", "propose_aid", ProposeAid),
    Sheet("AidApproval", "慰问审批", "approve_aid", ApproveAid),
    Sheet("AidDelivery", "慰问发放", "deliver_aid", DeliverAid),
    Sheet("AidReceipt", "慰问签领", "sign_receipt", SignReceipt),
    Sheet("Need", "困难诉求", "raise_need", RaiseNeed),
    Sheet("AwayOrganisation", "驻外团组织", "list_away_organisation", ListAwayOrganisation),
    Sheet("WorkPlan", "方案", "approve_work_plan", ApproveWorkPlan),
    Sheet("SharedResource", "共享资源", "share_resource", ShareResource),
)

IDENTITIES: Mapping[str, type[Form]] = {
    "household": HouseholdIdentity,
    "lecturer": LecturerIdentity,
    "seeker": SeekerIdentity,
}

__all__ = ["IDENTITIES", "SHEETS"]
