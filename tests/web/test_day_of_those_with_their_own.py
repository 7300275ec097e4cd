"""童伴妈妈, 大学生 and 认领人: each sees what is theirs, and nothing of anybody else's."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.journeys.live import Live
from tests.web.afield import child, companion, oneself, published_wish, reported_student, say
from tests.web.days import sits_down
from tests.web.staff import person


def paired_student(live: Live, case: str) -> str:
    """Let a student report, be vetted, sign and be paired with a child."""
    student = reported_student(live)
    say(live.approver, "children", "vet_student", student=student, verdict="passed")
    say(live.recorder, "children", "sign_code", student=student, signed_on="2022-01-21", edition=1)
    say(live.recorder, "children", "pair_child", student=student, case=case, since="2022-01-22")
    return student


def test_a_companion_looks_at_her_own_child_and_records_that_she_called(browser: Browser, live: Live) -> None:
    own = companion(live)
    case, strange = child(live, own), child(live, companion(live))
    mother = sits_down(browser, live, oneself(live, own, "recorder"))

    mother.goes_to("办理", "我的").reads("我的孩子 1 名", case[:8]).reads_not(strange[:8], "欧阳小满")
    mother.follows("查看一次", beside=case[:8]).ticks("联系与走访").presses("查看一次").reads("欧阳小满")
    mother.types_address("/desk/children/").reads_not("查看姓名一次")


def test_a_student_sees_only_the_child_she_is_paired_with(browser: Browser, live: Live) -> None:
    case, strange = (child(live, companion(live)) for _ in range(2))
    student = sits_down(browser, live, oneself(live, paired_student(live, case)))

    student.goes_to("办理", "我的").reads("我的孩子 1 名", case[:8], "由童伴妈妈掌握").reads_not(strange[:8])
    student.goes_to("办理").reads_not("在册儿童", "待审批")


def test_a_donor_chooses_a_card_promises_it_follows_it_and_gives_it_up(browser: Browser, live: Live) -> None:
    published_wish(live, child(live, companion(live)))
    donor = sits_down(browser, live, person(live, scope="510900000000"))

    donor.goes_to("看一看微心愿").reads("课外图书", "共 2 份,还剩 2 份", "双方互不留联系方式").reads_not("锦官驿")
    donor.presses("我来认领", beside="共 2 份").reads("已办理:我来认领").follows("我认领的").reads("我认领的微心愿")
    donor.presses("放弃认领").reads("已办理:放弃认领", "已放弃或收回")
