"""The site that every journey runs on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from deploy.infrastructure import Servers
from tests.journeys.live import Live, live_site


@pytest.fixture(scope="package")
def live(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live_site(servers, tmp_path_factory.mktemp("journeys")) as running:
        yield running


@pytest.fixture
def chaos_seed(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--chaos-seed"))
