"""What is published each morning leaves the house as open data: by command, from the processes that state it."""

import json
from pathlib import Path

from tests.eventually import eventually
from tests.journeys.commands import at
from tests.journeys.live import Live


def test_the_morning_s_table_is_written_to_a_folder(live: Live, tmp_path: Path) -> None:
    def seasons() -> list[str]:
        return [each["period"] for each in live.operator.call("reporting", "published_periods")["periods"]]

    eventually("the months, and then the season, are stated", lambda: "2021-22" in seasons(), within=60)
    said = at(live, "open-data", str(tmp_path))

    assert said.code == 0, said.err
    assert sorted(said.out.split()) == sorted(str(each) for each in tmp_path.iterdir())
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert {"published-2021-12", "published-2021-22", "indicators", "breakdowns"} <= {
        each["name"] for each in package["resources"]
    }
