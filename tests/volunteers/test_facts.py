from services.volunteers.facts import INDICATORS, HubKind, Post
from shared.facts import Ratio, Stock


def test_hubs_and_posts_are_those_that_the_notice_names() -> None:
    assert [each.label for each in HubKind] == ["铁路", "公路", "水路", "机场"]
    assert [each.label for each in Post] == ["疫情防控", "秩序维护", "咨询引导", "票务协助", "困难帮扶"]


def test_a_closed_station_counts_as_none() -> None:
    stations = next(each for each in INDICATORS if isinstance(each, Stock))

    assert {kind.__name__: value for kind, value in stations.told.items()} == {"StationOpened": 1, "StationClosed": 0}


def test_the_rate_of_posts_filled_is_stated_over_all_that_were_needed() -> None:
    rate = next(each for each in INDICATORS if isinstance(each, Ratio))

    assert (rate.label, rate.part, rate.whole) == ("到岗率", "posts_filled", "posts_needed")
