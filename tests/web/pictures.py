"""The pictures of the READMEs, taken of a running demo: python -m tests.web.pictures http://127.0.0.1:PORT/"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page

from deploy.demo.desks import accounts
from shared.settings import Settings
from tests.web.chromium import chromium, desk, require

INTO = Path("docs") / "pictures"
MOST_BYTES = 200_000
MONTH = "2022-02"

Picture = tuple[str, str, str, Callable[[Page], None]]


def _whole(_page: Page) -> None:
    """Show the page from its top."""


def _from_what_is_missing(page: Page) -> None:
    """Show a return from its figures on."""
    page.locator("#state").scroll_into_view_if_needed()


PICTURES: tuple[Picture, ...] = (
    ("board", "demo-province", f"/board/510000000000?period={MONTH}", _whole),
    ("return", "demo-city", f"/returns/510100000000/{MONTH}", _from_what_is_missing),
    ("list", "demo-county", "/things/VisitRecorded", _whole),
)


def take(browser: Browser, portal: str, known: Settings) -> None:
    """Take every picture; raises ValueError for one that weighs more than a README should."""
    passwords = {login: password for _, login, password in accounts(known)}
    INTO.mkdir(parents=True, exist_ok=True)
    for name, login, path, made_ready in PICTURES:
        page = desk(browser, portal, login, passwords[login])
        page.goto(path)
        page.wait_for_load_state("networkidle") if name != "board" else page.wait_for_timeout(1_000)
        made_ready(page)
        kept = INTO / f"{name}.png"
        page.screenshot(path=kept)
        page.context.close()
        if kept.stat().st_size > MOST_BYTES:
            raise ValueError(f"{kept} weighs {kept.stat().st_size:,} bytes")


def main(portal: str, secrets: Path = Path(".local") / "secrets") -> None:
    """Take the pictures of the demo that runs in this folder."""
    require()
    with chromium() as browser:
        take(browser, portal.rstrip("/"), Settings("operator", secrets.absolute()))


if __name__ == "__main__":
    main(sys.argv[1])
