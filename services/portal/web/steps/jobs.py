"""招聘会, 培训班, 贷款 and 1+10, step by step."""

from __future__ import annotations

from services.jobs.schemas.fairs import ConfirmHires, HoldFair, InviteEmployer, PlanFair, TakeBackFair
from services.jobs.schemas.loans import (
    AcceptLoan,
    CreditLoan,
    DisburseLoan,
    RecommendLoan,
    RejectLoan,
    TakeBackLoanStage,
)
from services.jobs.schemas.mentoring import EnrolMentor, PairMentee, ReleaseMentee, RetireMentor, StrikePair
from services.jobs.schemas.training import (
    CancelLesson,
    CertifyTrainee,
    CompleteClass,
    EndClass,
    Enrol,
    HoldLesson,
    LeaveClass,
    OfferCourse,
    OpenClass,
    PlanLesson,
    ResizeClass,
    RevokeCertificate,
)
from services.portal.web.steps.step import Step, Steps

FAIR, CLASS, LOAN, ENROLMENT = ("fair",), ("training_class",), ("loan",), ("enrolment",)

STEPS: Steps = {
    "open_fair": Step("jobs", "open_fair", PlanFair, "筹备招聘会"),
    "invite_employer": Step("jobs", "invite_employer", InviteEmployer, "增加展位", FAIR),
    "hold_fair": Step("jobs", "hold_fair", HoldFair, "登记举办情况", FAIR),
    "confirm_hires": Step("jobs", "confirm_hires", ConfirmHires, "核实录用", FAIR),
    "take_back_fair": Step("jobs", "take_back_fair", TakeBackFair, "撤销上一步", FAIR, weighty=True),
    "offer_course": Step("jobs", "offer_course", OfferCourse, "列入培训菜单"),
    "open_class": Step("jobs", "open_class", OpenClass, "开设培训班", ("course",)),
    "resize_class": Step("jobs", "resize_class", ResizeClass, "调整名额", CLASS),
    "plan_lesson": Step("jobs", "plan_lesson", PlanLesson, "安排课次", CLASS),
    "cancel_lesson": Step("jobs", "cancel_lesson", CancelLesson, "取消课次", ("lesson",), weighty=True),
    "hold_lesson": Step("jobs", "hold_lesson", HoldLesson, "登记考勤", ("lesson",)),
    "complete_class": Step("jobs", "complete_class", CompleteClass, "结业", CLASS),
    "cancel_class": Step("jobs", "cancel_class", EndClass, "取消培训班", CLASS, weighty=True),
    "reopen_class": Step("jobs", "reopen_class", EndClass, "撤销结业", CLASS, weighty=True),
    "enrol": Step("jobs", "enrol", Enrol, "报名", CLASS),
    "leave_class": Step("jobs", "leave_class", LeaveClass, "退出", ENROLMENT, weighty=True),
    "certify_trainee": Step("jobs", "certify_trainee", CertifyTrainee, "登记证书", ENROLMENT),
    "revoke_certificate": Step("jobs", "revoke_certificate", RevokeCertificate, "撤销证书", ENROLMENT, weighty=True),
    "recommend_loan": Step("jobs", "recommend_loan", RecommendLoan, "推荐贷款"),
    "accept_loan": Step("jobs", "accept_loan", AcceptLoan, "受理", LOAN),
    "credit_loan": Step("jobs", "credit_loan", CreditLoan, "授信", LOAN),
    "disburse_loan": Step("jobs", "disburse_loan", DisburseLoan, "放款", LOAN),
    "reject_loan": Step("jobs", "reject_loan", RejectLoan, "拒贷", LOAN, weighty=True),
    "take_back_loan_stage": Step("jobs", "take_back_loan_stage", TakeBackLoanStage, "撤回环节", LOAN, weighty=True),
    "enrol_mentor": Step("jobs", "enrol_mentor", EnrolMentor, "登记带头人"),
    "pair_mentee": Step("jobs", "pair_mentee", PairMentee, "结对", ("mentor",)),
    "release_mentee": Step("jobs", "release_mentee", ReleaseMentee, "解除结对", ("pair",), weighty=True),
    "strike_pair": Step("jobs", "strike_pair", StrikePair, "结对作废", ("pair",), weighty=True),
    "retire_mentor": Step("jobs", "retire_mentor", RetireMentor, "带头人退出", ("mentor",), weighty=True),
}
