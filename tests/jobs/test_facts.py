from services.jobs.facts import INDICATORS, hiring, training
from services.jobs.facts.hiring import Channel, JobClosed, JobPosted, PostingPublished, Window
from shared.facts import Line, Ratio, Stock, told

BY_CODE = {each.code: each for each in INDICATORS}


def test_everything_told_of_hiring_and_training_belongs_to_the_third_line() -> None:
    assert {fact.line for fact in (*hiring.FACTS, *training.FACTS)} == {Line.JOBS}


def test_a_postings_title_and_external_id_do_not_travel() -> None:
    assert {"title", "external_id"}.isdisjoint(slot.name for slot in told(JobPosted))


def test_each_channel_is_a_fact_of_its_own_so_that_three_channels_are_three_publications() -> None:
    published = {slot.name: slot for slot in told(PostingPublished)}

    assert published["channel"].type is Channel
    assert not published["channel"].many


def test_a_closed_posting_looks_for_nobody() -> None:
    open_vacancies = BY_CODE["open_vacancies"]

    assert isinstance(open_vacancies, Stock)
    assert open_vacancies.told == {JobPosted: "headcount", JobClosed: 0}


def test_the_figures_of_fairs_are_told_by_window() -> None:
    counted = {each.code for each in INDICATORS if not isinstance(each, Ratio) and "window" in each.by}

    assert counted == {"fairs", "fair_employers", "window_vacancies", "fair_visitors", "fair_intents", "fair_hires"}
    assert [each.label for each in Window] == ["返乡", "返岗", "其他"]
