"""班次, step by step."""

from __future__ import annotations

from services.portal.web.steps.step import Step, Steps
from services.volunteers.schemas import (
    ApproveMakeUp,
    AskMakeUp,
    CancelShift,
    CheckIn,
    CheckOut,
    CompleteShift,
    OpenShift,
    RefuseMakeUp,
    SignUpForShift,
    SwapSignUps,
    VoidAttendance,
    WithdrawShift,
    WithdrawSignUp,
)

SHIFT, SIGN_UP, MAKE_UP = ("shift",), ("sign_up",), ("make_up",)

STEPS: Steps = {
    "open_shift": Step("volunteers", "open_shift", OpenShift, "开设班次", ("station",)),
    "cancel_shift": Step("volunteers", "cancel_shift", CancelShift, "取消班次", SHIFT, weighty=True),
    "complete_shift": Step("volunteers", "complete_shift", CompleteShift, "结班", SHIFT),
    "withdraw_shift": Step("volunteers", "withdraw_shift", WithdrawShift, "撤销结班", SHIFT, weighty=True),
    "sign_up": Step("volunteers", "sign_up", SignUpForShift, "报名", SHIFT),
    "withdraw_sign_up": Step("volunteers", "withdraw_sign_up", WithdrawSignUp, "取消报名", SIGN_UP, weighty=True),
    "swap_sign_ups": Step("volunteers", "swap_sign_ups", SwapSignUps, "换班", SIGN_UP),
    "check_in": Step("volunteers", "check_in", CheckIn, "签到", SHIFT),
    "check_out": Step("volunteers", "check_out", CheckOut, "签退", SHIFT),
    "void_attendance": Step("volunteers", "void_attendance", VoidAttendance, "作废", ("attendance",), weighty=True),
    "ask_make_up": Step("volunteers", "ask_make_up", AskMakeUp, "申请补录", SHIFT),
    "approve_make_up": Step("volunteers", "approve_make_up", ApproveMakeUp, "批准", MAKE_UP),
    "refuse_make_up": Step("volunteers", "refuse_make_up", RefuseMakeUp, "驳回", MAKE_UP, weighty=True),
}
