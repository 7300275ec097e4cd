"""What people work with in 三 就业招聘 and 四 创业帮扶, beside the acts."""

from __future__ import annotations

from services.jobs.facts.loans import LoanStage
from services.jobs.schemas.associations import AdmitMember, CloseAssociation, OpenAssociation
from services.jobs.schemas.fairs import ConfirmHires, HoldFair, InviteEmployer, OpenFair, TakeBackFair
from services.jobs.schemas.loans import (
    AcceptLoan,
    CreditLoan,
    DisburseLoan,
    RecommendLoan,
    RejectLoan,
    TakeBackLoanStage,
)
from services.jobs.schemas.mentoring import EnrolMentor, PairMentee, RetireMentor
from services.jobs.schemas.policies import (
    ClosePolicyList,
    DiscardPolicyDraft,
    DraftPolicyItem,
    PublishPolicyList,
    RevisePolicyList,
)
from services.jobs.schemas.postings import (
    AnnouncePosting,
    ChangePosting,
    ClosePosting,
    FillPosting,
    PublishPosting,
    ReopenPosting,
    VerifyPosting,
)
from services.jobs.schemas.referrals import CloseReferral, MatchReferral, ReopenReferral, TakeReferral
from services.jobs.schemas.training import (
    CompleteClass,
    EndClass,
    Enrol,
    OfferCourse,
    OpenClass,
    PlanLesson,
    ResizeClass,
    WithdrawCourse,
)
from services.portal.web.things.thing import ENTRIES, Life, Listing, Step, Thing
from shared.facts import Line

STATES = frozenset({"place", "state"})
FAIR_STATES = (("opened", "筹备中"), ("held", "已举办"), ("confirmed", "已核实录用"))
CLASS_STATES = (("open", "尚未结业"), ("completed", "已结业"), ("cancelled", "已取消"))
POSTING_STATES = (("open", "正在招聘"), ("stale", "久未核实"), ("closed", "已关闭或到期"))
REFERRAL_STATES = (("open", "待匹配"), ("matched", "已匹配"), ("closed", "已办结"))
LOOKED_AFTER = frozenset({"open", "matched"})
LOAN_STAGES = tuple((each.value, each.label) for each in LoanStage)

POSTING = Thing(
    name="posting",
    title="岗位",
    service="jobs",
    line=Line.JOBS,
    life=Life.PROCESS,
    schema=PublishPosting(),
    door="publish_posting",
    listing=Listing("postings", filters=STATES | {"newest"}, states=POSTING_STATES, after=("opens_on", "id")),
    shows="posting",
    labels={"verified_on": "核实日期", "stale": "久未核实", "filled": "已招人数", "closed_on": "关闭日期"},
    steps=(
        Step("verify_posting", "核实仍在招", VerifyPosting, "posting"),
        Step("change_posting", "更正", ChangePosting, "posting", changes=True),
        Step("announce_posting", "再次发布", AnnouncePosting, "posting"),
        Step("fill_posting", "登记已招人数", FillPosting, "posting"),
        Step("close_posting", "关闭", ClosePosting, "posting"),
        Step("reopen_posting", "重新开放", ReopenPosting, "posting"),
    ),
    sheet="posting",
)

REFERRAL = Thing(
    name="referral",
    title="求职转介",
    service="jobs",
    line=Line.JOBS,
    life=Life.PROCESS,
    schema=TakeReferral(),
    door="take_referral",
    listing=Listing(
        "referrals",
        filters=STATES | {"newest"},
        states=REFERRAL_STATES,
        any_state=True,
        several="办理中",
        newest_first=False,
        after=("moved_on", "id"),
    ),
    shows="referral",
    labels={
        "state": "状态",
        "overdue": "久无进展",
        "moved_on": "最近进展",
        "taken_on": "转介日期",
        "posting": "匹配的岗位",
        "matched_on": "匹配日期",
        "outcome": "转介结果",
        "closed_on": "办结日期",
    },
    steps=(
        Step("match_referral", "匹配岗位", MatchReferral, "referral", LOOKED_AFTER),
        Step("close_referral", "办结", CloseReferral, "referral", LOOKED_AFTER),
        Step("reopen_referral", "重新办理", ReopenReferral, "referral", frozenset({"closed"})),
    ),
    by_hand=False,
)

FAIR = Thing(
    name="fair",
    title="专场招聘会",
    service="jobs",
    line=Line.JOBS,
    life=Life.PROCESS,
    schema=OpenFair(),
    door="open_fair",
    listing=Listing("fairs", filters=STATES, states=FAIR_STATES, any_state=True),
    shows="fair",
    labels={"state": "状态", "held_on": "举办日期", "visitors": "进场人次", "intents": "达成意向", "hires": "实际录用"},
    steps=(
        Step("invite_employer", "增加展位", InviteEmployer, "fair", frozenset({"opened"})),
        Step("hold_fair", "登记举办结果", HoldFair, "fair", frozenset({"opened"})),
        Step("confirm_hires", "核实录用", ConfirmHires, "fair", frozenset({"held", "confirmed"})),
        Step("take_back_fair", "撤回举办结果", TakeBackFair, "fair", frozenset({"held", "confirmed"})),
    ),
    sheet="fair",
)

COURSE = Thing(
    name="course",
    title="培训菜单",
    service="jobs",
    line=Line.JOBS,
    life=Life.REGISTER,
    schema=OfferCourse(),
    door="offer_course",
    listing=Listing("courses", after=None),
    shows=None,
    labels={"withdrawn_on": "停开日期"},
    steps=(Step("withdraw_course", "停开", WithdrawCourse, "course"),),
    sheet="course",
)

TRAINING_CLASS = Thing(
    name="training_class",
    title="培训班",
    service="jobs",
    line=Line.JOBS,
    life=Life.PROCESS,
    schema=OpenClass(),
    door="open_class",
    listing=Listing("classes", filters=STATES, states=CLASS_STATES, any_state=True),
    shows="training_class",
    labels={"state": "状态", "title": "培训内容", "taught": "培训人数", "completed_on": "结业日期"},
    steps=(
        Step("plan_lesson", "安排课次", PlanLesson, "training_class", frozenset({"open"})),
        Step("enrol", "报名", Enrol, "training_class", frozenset({"open"})),
        Step("resize_class", "调整名额", ResizeClass, "training_class", frozenset({"open"})),
        Step("complete_class", "结业", CompleteClass, "training_class", frozenset({"open"})),
        Step("cancel_class", "取消", EndClass, "training_class", frozenset({"open"})),
        Step("reopen_class", "撤回结业", EndClass, "training_class", frozenset({"completed"})),
    ),
    sheet="class",
)

ASSOCIATION = Thing(
    name="association",
    title="致富带头人协会与创业联盟",
    service="jobs",
    line=Line.VENTURES,
    life=Life.REGISTER,
    schema=OpenAssociation(),
    door="open_association",
    listing=Listing("entries_by_day", {"kind": "association"}, ENTRIES, after=("opened_on", "id")),
    shows="association",
    labels={"members": "会员数", "closed_on": "注销日期"},
    steps=(
        Step("admit_member", "吸纳会员", AdmitMember, "association"),
        Step("close_association", "注销", CloseAssociation, "association"),
    ),
    sheet="association",
)

POLICY_LIST = Thing(
    name="policy_list",
    title="政策清单",
    service="jobs",
    line=Line.VENTURES,
    life=Life.REGISTER,
    schema=PublishPolicyList(),
    door="publish_policy_list",
    listing=Listing("policy_lists"),
    shows="policy_list",
    labels={"version": "版次", "closed_on": "停用日期"},
    steps=(
        Step("revise_policy_list", "发布修订版", RevisePolicyList, "policy_list", changes=True),
        Step("close_policy_list", "停用", ClosePolicyList, "policy_list"),
    ),
)

POLICY_DRAFT = Thing(
    name="policy_draft",
    title="拟列入清单的政策",
    service="jobs",
    line=Line.VENTURES,
    life=Life.REGISTER,
    schema=DraftPolicyItem(),
    door="draft_policy_item",
    listing=Listing("policy_drafts", needs_place=True, after=None),
    shows=None,
    steps=(Step("discard_policy_draft", "撤销", DiscardPolicyDraft, "item"),),
    sheet="policy_item",
)

MENTOR = Thing(
    name="mentor",
    title="带头人(1+10)",
    service="jobs",
    line=Line.VENTURES,
    life=Life.REGISTER,
    schema=EnrolMentor(),
    door="enrol_mentor",
    listing=Listing("mentors"),
    shows="mentor",
    labels={"mentees": "联系青年", "missing": "距 10 人还差", "retired_on": "退出日期"},
    steps=(
        Step("pair_mentee", "结对青年", PairMentee, "mentor"),
        Step("retire_mentor", "退出", RetireMentor, "mentor"),
    ),
    sheet="mentor",
)

LOAN = Thing(
    name="loan",
    title="蜀青振兴贷",
    service="jobs",
    line=Line.VENTURES,
    life=Life.PROCESS,
    schema=RecommendLoan(),
    door="recommend_loan",
    listing=Listing("loans", filters=STATES, states=LOAN_STAGES, state_as="stage", any_state=True),
    shows="loan",
    labels={"stage": "阶段", "reject_reason": "未获贷款的原因"},
    steps=(
        Step("accept_loan", "银行已受理", AcceptLoan, "loan", frozenset({"recommended"})),
        Step("credit_loan", "已授信", CreditLoan, "loan", frozenset({"accepted"})),
        Step("disburse_loan", "已放款", DisburseLoan, "loan", frozenset({"credited"})),
        Step("reject_loan", "未获贷款", RejectLoan, "loan", frozenset({"recommended", "accepted", "credited"})),
        Step("take_back_loan_stage", "撤回上一步", TakeBackLoanStage, "loan"),
    ),
    sheet="loan",
)

THINGS = (
    *(POSTING, REFERRAL, FAIR, COURSE, TRAINING_CLASS),
    *(ASSOCIATION, POLICY_LIST, POLICY_DRAFT, MENTOR, LOAN),
)
