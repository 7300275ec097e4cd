"""What a log may hold."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from uuid import UUID

import pytest

from shared.refusals import OutOfScope
from shared.telemetry import Word, alarm, configure, log
from shared.trace import following


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level, sys.excepthook = handlers, level, hook


@pytest.fixture
def stream() -> io.StringIO:
    written = io.StringIO()
    configure("keep outreach", written)
    return written


def test_an_event_is_one_line_of_json_where_nobody_watches(stream: io.StringIO) -> None:
    log("relay.published", facts=12, to=UUID(int=1), rule=OutOfScope)

    line = json.loads(stream.getvalue())
    assert line.pop("at").endswith("Z")
    assert line == {
        "process": "keep outreach",
        "level": "info",
        "event": "relay.published",
        "facts": 12,
        "to": str(UUID(int=1)),
        "rule": "OutOfScope",
    }


def test_a_line_names_the_trace_it_belongs_to(stream: io.StringIO) -> None:
    with following("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"):
        log("within")
    log("without")

    within, without = map(json.loads, stream.getvalue().splitlines())
    assert within["trace"] == "4bf92f3577b34da6a3ce929d0e0e4736"
    assert "trace" not in without


def test_an_event_is_readable_on_a_terminal() -> None:
    written = Terminal()
    configure("count", written)
    alarm("fact.parked", facts=1)

    assert written.getvalue().rstrip().endswith("count            fact.parked  facts=1")


@pytest.mark.parametrize("text", ["张三", "a sentence", {"name": "张三"}, b"body", ["张三"], None])
def test_text_and_bodies_do_not_go_into_a_log(stream: io.StringIO, text: object) -> None:
    with pytest.raises(TypeError):
        log("relay.published", about=text)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        log("somebody said 你好")
    assert stream.getvalue() == ""


def test_what_is_no_plain_name_shows_as_unnamed(stream: io.StringIO) -> None:
    log("due.refused", refusal=Word("FrameStale"), rule=Word("张三 was refused"))

    line = json.loads(stream.getvalue())
    assert (line["refusal"], line["rule"]) == ("FrameStale", "unnamed")


def test_of_a_librarys_record_only_the_place_is_shown(stream: io.StringIO) -> None:
    try:
        int("张三")
    except ValueError:
        logging.getLogger("nameko.containers").exception("error handling %s", {"name": "张三"})

    line = json.loads(stream.getvalue())
    assert (line["event"], line["logger"], line["error"]) == ("library", "nameko.containers", "ValueError")
    assert "张三" not in stream.getvalue()


def test_of_an_uncaught_error_the_kind_and_the_place_are_shown_but_not_the_message(stream: io.StringIO) -> None:
    try:
        int("张三")
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)

    line = json.loads(stream.getvalue())
    assert (line["event"], line["error"]) == ("crashed", "ValueError")
    assert line["at0"].startswith("shared/test_telemetry.py:")
    assert "张三" not in stream.getvalue()
