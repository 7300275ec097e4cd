"""What jobs' doors accept, and what of it may be handed in as a sheet."""

from __future__ import annotations

from collections.abc import Mapping

from services.jobs.schemas.associations import AdmitMember, OpenAssociation
from services.jobs.schemas.fairs import ConfirmHires, HoldFair, InviteEmployer, PlanFair
from services.jobs.schemas.loans import RecommendLoan
from services.jobs.schemas.mentoring import EnrolMentor, PairMentee
from services.jobs.schemas.people import FounderIdentity, MentorIdentity, SeekerIdentity, TraineeIdentity
from services.jobs.schemas.policies import DraftPolicyItem
from services.jobs.schemas.postings import PublishPosting, VerifyPosting
from services.jobs.schemas.training import CertifyTrainee, Enrol, OfferCourse, OpenClass, PlanLesson
from shared.forms import Form, Sheet

SHEETS: tuple[Sheet, ...] = (
    Sheet("posting", "岗位", "publish_posting", PublishPosting),
    Sheet("posting_verified", "岗位核实", "verify_posting", VerifyPosting),
    Sheet("fair", "专场招聘会", "open_fair", PlanFair),
    Sheet("booth", "招聘会展位", "invite_employer", InviteEmployer),
    Sheet("fair_result", "招聘会结果", "hold_fair", HoldFair),
    Sheet("hires", "录用确认", "confirm_hires", ConfirmHires),
    Sheet("course", "培训菜单", "offer_course", OfferCourse),
    Sheet("class", "培训班", "open_class", OpenClass),
    Sheet("lesson", "课次", "plan_lesson", PlanLesson),
    Sheet("enrolment", "培训报名", "enrol", Enrol),
    Sheet("certificate", "结业取证", "certify_trainee", CertifyTrainee),
    Sheet("association", "致富带头人协会", "open_association", OpenAssociation),
    Sheet("member", "协会会员", "admit_member", AdmitMember),
    Sheet("policy_item", "政策清单条目", "draft_policy_item", DraftPolicyItem),
    Sheet("mentor", "带头人", "enrol_mentor", EnrolMentor),
    Sheet("mentee", "1+10 结对", "pair_mentee", PairMentee),
    Sheet("loan", "蜀青振兴贷推荐", "recommend_loan", RecommendLoan),
)

IDENTITIES: Mapping[str, type[Form]] = {
    "trainee": TraineeIdentity,
    "mentor": MentorIdentity,
    "seeker": SeekerIdentity,
    "mentee": FounderIdentity,
    "member": FounderIdentity,
    "borrower": FounderIdentity,
}

__all__ = ["IDENTITIES", "SHEETS"]
