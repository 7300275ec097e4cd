"""A day's work at the pages: somebody follows links, fills fields by their labels and presses buttons.

Every page that is reached is looked over: nothing in English, no error in the browser, no request that failed; and
once for each kind of page, no grave fault of accessibility and nothing wider than a telephone.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Self

from playwright.sync_api import Browser, ConsoleMessage, Download, Locator, Page, Request, Response, expect
from playwright.sync_api import TimeoutError as StillUnsettled

from tests.journeys.live import Live
from tests.web.chromium import DESK, desk, english, faults, pictured

REFUSED_FORM = {409, 422}
TOLD_OTHERWISE = "Failed to load resource"
"""The browser's own words for an answer that `_answered` has looked at."""

LEFT = "net::ERR_ABORTED"
"""A page was left, or became a download, while something was still being fetched."""

OWN = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d[\d-]*|[0-9a-f]{32}")
PHONE = {"width": 375, "height": 800}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SETTLED_MS = 5_000
KINDS_SEEN: set[str] = set()

expect.set_options(timeout=15_000)  # the machine may have more to do than this


class Worker:
    """Somebody at a browser who knows no address, only what stands on the pages."""

    def __init__(self, page: Page) -> None:
        """Begin on the page that is shown."""
        self.page = page
        self.troubles: list[str] = []
        self._status = 200
        self._expected = REFUSED_FORM
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def goes_to(self, *names: str) -> Self:
        """Follow links one after another, beginning in the menu."""
        for each in names:
            self.follows(each)
        return self

    def follows(self, link: str, beside: str = "") -> Self:
        """Follow a link by its words, where there are several, the one beside some other words."""
        return self._going(self._in(beside).get_by_role("link", name=_named(link)).first)

    def presses(self, button: str, beside: str = "") -> Self:
        """Press a button that leads to a page."""
        return self._going(self._in(beside).get_by_role("button", name=_named(button)).first)

    def does(self, what: str, beside: str = "") -> Self:
        """Choose a deed, whether the page offers it as a link to its form or as a button."""
        found = self._in(beside)
        return self._going(
            found.get_by_role("link", name=_named(what)).or_(found.get_by_role("button", name=_named(what))).first
        )

    def clicks(self, button: str, times: int = 1) -> Self:
        """Press a button that stays on its page."""
        for _ in range(times):
            self.page.get_by_role("button", name=_named(button)).first.click()
        return self

    def fills(self, **said: str) -> Self:
        """Fill fields by their labels."""
        for label, value in said.items():
            self.field(label).fill(value)
        return self

    def picks(self, **chosen: str) -> Self:
        """Choose from lists by their labels."""
        for label, value in chosen.items():
            self.field(label).select_option(label=value)
        return self

    def ticks(self, *labels: str) -> Self:
        """Tick boxes, or choose one of several."""
        for each in labels:
            self.field(each).check()
        return self

    def unfolds(self, summary: str) -> Self:
        """Unfold what a page keeps folded."""
        self.page.locator("summary").filter(has_text=summary).first.click()
        return self

    def reads(self, *words: str) -> Self:
        """See that these words stand on the page."""
        for each in words:
            expect(self.page.locator("body")).to_contain_text(each, use_inner_text=True)
        return self

    def reads_not(self, *words: str) -> Self:
        """See that these words stand nowhere on the page."""
        for each in words:
            expect(self.page.locator("body")).not_to_contain_text(each, use_inner_text=True)
        return self

    def finds(self, **values: str) -> Self:
        """See what stands in fields."""
        for label, value in values.items():
            expect(self.field(label)).to_have_value(value)
        return self

    def again(self) -> Self:
        """Load the page anew."""
        self.page.reload()
        return self.looks_around()

    def types_address(self, path: str, status: int = 200) -> Self:
        """Type an address, as somebody may who has been told it or guesses."""
        self._expected = {*REFUSED_FORM, status}
        self.page.goto(path)
        assert self._status == status, f"{path} answered {self._status}"
        self.looks_around()
        self._expected = REFUSED_FORM
        return self

    def takes_home(self, link: str) -> bytes:
        """Take a file home."""
        with self.page.expect_download() as coming:
            self.page.get_by_role("link", name=_named(link)).first.click()
        return _content(coming.value)

    def takes_in_hand(self, button: str, beside: str = "") -> Worker:
        """Open a paper that a button prints in a window of its own."""
        with self.page.context.expect_page() as coming:
            self._in(beside).get_by_role("button", name=_named(button)).first.click()
        paper = Worker(coming.value)
        paper.page.wait_for_load_state("load")
        return paper.looks_around()

    def prints(self) -> int:
        """Print the page, and count the sheets of A4."""
        return len(re.findall(rb"/Type\s*/Page\b", self.page.pdf(prefer_css_page_size=True)))

    def eventually(self, words: str, within: int = 20) -> Self:
        """Load the page anew until it says these words."""
        for _ in range(within * 2):
            if words in self.page.locator("body").inner_text():
                return self
            self.page.wait_for_timeout(500)
            self.page.reload()
        return self.reads(words)

    def field(self, label: str) -> Locator:
        """Find a field by what stands on its label, without what is said in brackets."""
        return self.page.get_by_label(_labelled(label)).first

    def text(self, pattern: str) -> str:
        """Read what fits a pattern off the page."""
        found = re.search(pattern, self.page.locator("body").inner_text())
        assert found, f"nothing like {pattern} on {self.page.url}"
        return found[0]

    def _in(self, words: str) -> Page | Locator:
        return self.page.locator("tr, li, .card, section").filter(has_text=words).last if words else self.page

    def _going(self, to: Locator) -> Self:
        with self.page.expect_navigation():
            to.click()
        return self.looks_around()

    def looks_around(self) -> Self:
        """Look the page over that has just been reached."""
        assert english(self.page) == set(), self.page.url
        if (kind := self._kind()) not in KINDS_SEEN:
            KINDS_SEEN.add(kind)
            pictured(self.page, kind)
            self._is_fit()
        assert self.troubles == [], self.page.url
        return self

    def _is_fit(self) -> None:
        assert faults(self.page) == [], self.page.url
        if "paper" in self.page.content():
            return
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type] # a size is a dict
        with suppress(StillUnsettled):  # what is drawn by a script, such as a trend, follows a frame later
            self.page.wait_for_function(f"{WIDER} <= 0", timeout=SETTLED_MS)
        wider = self.page.evaluate(WIDER)
        self.page.set_viewport_size(DESK)  # type: ignore[arg-type] # likewise
        assert wider <= 0, f"{self.page.url} is {wider} px wider than a telephone"

    def _kind(self) -> str:
        path = OWN.sub("", re.sub(r"^https?://[^/]+/|[?#].*$", "", self.page.url))
        return "-".join(filter(None, [*path.split("/"), "" if self._status < 400 else str(self._status)])) or "home"

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(TOLD_OTHERWISE):
            self.troubles.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != LEFT:
            self.troubles.append(f"{request.method} {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self._status = response.status
        if response.status >= 400 and response.status not in self._expected:
            self.troubles.append(f"{response.url} answered {response.status}")


def sits_down(browser: Browser, live: Live, login: str) -> Worker:
    """Sit down at a desk of one's own, sign in, and look at the first page."""
    return Worker(desk(browser, live.portal, login, live.password)).looks_around()


def passes_by(browser: Browser, live: Live, path: str) -> Worker:
    """Come from outside, without an account, to an address that stands on a paper."""
    context = browser.new_context(viewport=DESK, locale="zh-CN", base_url=live.portal)  # type: ignore[arg-type] # a size is a dict
    return Worker(context.new_page()).types_address(path)


def _named(words: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(words)}\s*$")


def _labelled(label: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(label)}\s*(必填|[((].*)?\s*$", re.DOTALL)


def _content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()
