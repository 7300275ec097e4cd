"""A browser without scripts: it keeps cookies, follows links, and sends the forms it was shown."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from http.cookiejar import CookieJar
from typing import Self
from urllib.parse import urlencode
from uuid import uuid4

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Page:
    """What came back."""

    status: int
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The page as it was written."""
        return self.body.decode()


class Visitor:
    """Somebody at a browser."""

    def __init__(self, portal: str) -> None:
        """Open a browser with no cookies."""
        self.portal = portal
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str, **headers: str) -> Page:
        """Open a page, wherever it leads."""
        return self._open(urllib.request.Request(self.portal + path, headers=headers))

    def follow(self, address: str) -> Page:
        """Go to an address that another host named."""
        return self._open(urllib.request.Request(address))

    def send(self, path: str, fields: dict[str, str], on: str | None = None, **headers: str) -> Page:
        """Send a form with the token of the page it stands on."""
        token = TOKEN.search(self.get(on or path).text)
        return self.post(path, {"csrf_token": token[1] if token else "", **fields}, **headers)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Page:
        """Send a form as it stands in the browser already."""
        return self._open(urllib.request.Request(self.portal + path, urlencode(fields).encode(), headers))

    def hand_in(
        self, path: str, file: bytes, fields: dict[str, str], on: str, named: str = "sheet.xlsx", **headers: str
    ) -> Page:
        """Send a form with a file in its field `file`, with the token of the page it stands on."""
        token = TOKEN.search(self.get(on).text)
        mark = uuid4().hex
        said = {"csrf_token": token[1] if token else "", **fields}
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{it}\r\n' for name, it in said.items()
        ]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{named}"\r\n\r\n'
        body = "".join([*parts, head]).encode() + file + f"\r\n--{mark}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}", **headers}
        return self._open(urllib.request.Request(self.portal + path, body, headers))

    def signed_in(self, login: str, password: str) -> Self:
        """Sign in, and stay in the same browser; wait as told where many tests have signed in from here."""
        said = {"login": login, "password": password}
        while (page := self.send("/sign-in", said)).status == HTTPStatus.TOO_MANY_REQUESTS:
            time.sleep(int(page.headers["Retry-After"]))
        assert page.status == 200, page.text
        return self

    def carrying(self, cookies: CookieJar) -> Self:
        """Be in somebody's session, with the cookies of another browser."""
        for cookie in cookies:
            self.cookies.set_cookie(cookie)
        return self

    def _open(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=30) as answer:
                return Page(answer.status, answer.url, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            return Page(error.code, error.url or "", dict(error.headers), error.read())
