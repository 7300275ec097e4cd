"""Chromium, as people use the portal: installed where it may be, driven by Playwright, without any way out."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from deploy.infrastructure import NoServersError, debian

BROWSERS, FONTS = ("chromium-headless-shell", "chromium"), "fonts-noto-cjk"
"""Debian's Chromium without a window takes half of the processor's time of the one with; either will do."""

PICTURES = Path("build") / "screenshots"
DESK = {"width": 1280, "height": 800}
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-gpu-rasterization", "--disable-software-rasterizer", "--disable-quic",
    "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--lang=zh-CN",
)  # fmt: skip
GRAVE = {"serious", "critical"}

ENGLISH = re.compile(r"[A-Za-z]{2,}")
CODED = re.compile(
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){0,3}(?:-[0-9a-f]{12})?\b|\b[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}\b|https?://\S+"
    r"|\b[a-z]+\d[0-9a-z]*\b"
)
"""Numbers of things, whole or their beginning, check codes of papers, addresses and logins: words of no language."""

ALLOWED = {
    *("xlsx", "docx", "pdf", "csv", "json", "api", "id", "h5", "mb", "kb", "uuid", "url", "openapi", "nuandong"),
    *("png", "jpg", "jpeg", "word", "excel", "ofd"),
}
"""Words that a Chinese office writes in Latin letters too."""


def require() -> None:
    """See that the browser and a Chinese font are here, installing them where we may; raises NoServersError."""
    if _binary() is None:
        if not debian.can_install():
            raise NoServersError(f"no Chromium here: install {BROWSERS[0]} and {FONTS}")
        debian.install([BROWSERS[0], FONTS], print)


def _binary() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Have the browser for the length of the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_binary(), args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


def desk(browser: Browser, portal: str, login: str, password: str) -> Page:
    """Sit down at a screen of 1280 by 800 and sign in."""
    seat = {"viewport": DESK, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}
    page = browser.new_context(**seat, base_url=portal).new_page()  # type: ignore[arg-type] # of several types
    page.goto("/sign-in")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("口令").fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/home")
    return page


def pictured(page: Page, name: str) -> None:
    """Keep a picture of the whole page for people to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def faults(page: Page) -> list[str]:
    """List what keeps people from using the page, as axe sees it: each fault with what it stands on."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found if each["impact"] in GRAVE]


def english(page: Page) -> set[str]:
    """List the English words that people see on the page, but for those that a Chinese office writes too."""
    seen = CODED.sub("", page.locator("body").inner_text())
    return {word for word in ENGLISH.findall(seen) if word.lower() not in ALLOWED}
