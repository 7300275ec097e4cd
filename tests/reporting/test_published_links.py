"""Which figures tell of one another is found in what the services declare."""

from services.reporting.indicators import CATALOGUE
from services.reporting.sharing.links import links_of, sheets

LINKS = links_of(CATALOGUE)
SHEET_OF = {code: set(each.codes) for each in sheets(CATALOGUE) for code in each.codes}


def test_people_are_at_most_the_acts_that_met_them() -> None:
    assert ("households_visited", "visits") in LINKS.bounded
    assert ("children_visited", "child_visits") in LINKS.bounded


def test_a_part_of_a_ratio_is_at_most_its_whole() -> None:
    assert ("wishes_fulfilled", "wishes_gathered") in LINKS.bounded


def test_whoever_is_named_in_numbers_by_one_act_is_not_bounded_by_the_acts() -> None:
    assert ("bootcamp_attendees", "bootcamps") not in LINKS.bounded


def test_a_figure_may_be_one_of_the_parts_of_another() -> None:
    assert ("loans_disbursed", "loan_stages", "stage") in LINKS.same_part
    assert ("children_visited", "child_visits", "reached") in LINKS.under_part


def test_amounts_of_the_same_facts_and_unit_may_add_up() -> None:
    assert {("posts_filled", "posts_needed"), ("posts_empty", "posts_needed")} <= set(LINKS.added)
    assert ("no_shows", "posts_needed") not in LINKS.added


def test_money_is_shared_by_those_who_received_it() -> None:
    assert ("aid_cash", "households_aided") in LINKS.shared_by


def test_every_counted_figure_is_on_one_sheet() -> None:
    assert set(SHEET_OF) == {each.code for each in CATALOGUE.counted}
    assert SHEET_OF["aid_cash"] == {"aid_cash", "aid_goods_value", "households_aided"}
    assert SHEET_OF["visits"] == {"visits", "households_visited", "enterprises_visited"}
