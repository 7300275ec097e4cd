"""The site whose pages and API are used here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from deploy.infrastructure import NoServersError, Servers
from deploy.site import await_portal
from tests.journeys.live import Live, live_site
from tests.web.browsing import Visitor
from tests.web.chromium import chromium, require
from tests.web.identity_provider import IdentityProvider


@pytest.fixture(scope="package")
def provider() -> Iterator[IdentityProvider]:
    """Give the identity provider at which the site's people may sign in too."""
    made = IdentityProvider()
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="package")
def live(servers: Servers, provider: IdentityProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NUANDONG_OIDC_ISSUER", provider.issuer)
        with live_site(servers, tmp_path_factory.mktemp("web")) as running:
            await_portal(f"{running.portal}/")
            yield running


@pytest.fixture
def visitor(live: Live) -> Visitor:
    """Give a browser without scripts in which nobody has signed in."""
    return Visitor(live.portal)


@pytest.fixture(scope="package")
def first_recorder(live: Live) -> Visitor:
    """Sign a recorder of 成都市 in, once for all tests: signing in is counted."""
    return Visitor(live.portal).signed_in("recorder", live.password)


@pytest.fixture
def recorder(live: Live, first_recorder: Visitor) -> Visitor:
    """Give a browser without scripts in which a recorder of 成都市 has signed in."""
    return Visitor(live.portal).carrying(first_recorder.cookies)


@pytest.fixture(scope="package")
def chrome() -> Iterator[Browser]:
    """Have a browser, started once for all tests."""
    try:
        require()
    except NoServersError as error:
        pytest.skip(f"{error}: NO PAGE HAS BEEN SEEN IN A BROWSER")
    with chromium() as running:
        yield running


@pytest.fixture
def browser(chrome: Browser) -> Iterator[Browser]:
    """Give a browser in which a test's pages are closed after it: boards left open ask for their figures for ever."""
    before = set(chrome.contexts)
    yield chrome
    for each in set(chrome.contexts) - before:
        each.close()
