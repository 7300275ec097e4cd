"""What the doors of referrals accept."""

from __future__ import annotations

from services.jobs.facts.referrals import ReferralOutcome
from services.jobs.schemas.reason import reason
from shared.forms import Form, code, day, key, place


class TakeReferral(Form):
    """求职转介: another service hands on somebody who seeks work; the call's id becomes the referral's."""

    need = key(required=True, metadata={"label": "诉求编号"})
    seeker = key(required=True, metadata={"label": "求职者编号"})
    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    referred_on = day(required=True, metadata={"label": "转介日期"})


class MatchReferral(Form):
    """匹配岗位"""

    referral = key(required=True, metadata={"label": "转介编号"})
    posting = key(required=True, metadata={"label": "岗位编号"})
    matched_on = day(required=True, metadata={"label": "匹配日期"})


class CloseReferral(Form):
    """转介办结"""

    referral = key(required=True, metadata={"label": "转介编号"})
    outcome = code(ReferralOutcome, required=True, metadata={"label": "转介结果"})
    closed_on = day(required=True, metadata={"label": "办结日期"})


class ReopenReferral(Form):
    """重新办理"""

    referral = key(required=True, metadata={"label": "转介编号"})
    reason = reason()


class RemindReferral(Form):
    """转介提醒"""

    referral = key(required=True, metadata={"label": "转介编号"})
