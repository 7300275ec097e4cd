"""What offers HTTP requests over some connections, in a process of its own, and tells how soon each was answered."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from statistics import quantiles
from typing import Any

LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
ENDS = re.compile(rb"connection: close", re.IGNORECASE)
HEAD_ENDS = b"\r\n\r\n"
READY = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"

Answer = tuple[int, float]
"""Its status, and after how many seconds it was read."""


def request(method: str, path: str, body: str = "", **headers: str) -> str:
    """Write a request as it travels."""
    said = {"Host": "127.0.0.1", "Content-Length": str(len(body.encode())), **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in said.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n{body}"


def offered(port: int, requests: Sequence[str], connections: int, seconds: float | None = None) -> dict[str, float]:
    """Offer requests once each, or for some seconds again and again; raises RuntimeError if one is not answered 200.

    Answers requests a second, and within how many milliseconds 99 of 100 were answered.
    """
    said = {"port": port, "requests": list(requests), "connections": connections, "seconds": seconds}
    argv = [sys.executable, "-m", "tests.bench.load"]
    done = subprocess.run(argv, input=json.dumps(said).encode(), stdout=subprocess.PIPE, check=True)
    answers: dict[str, float] = json.loads(done.stdout)
    if answers["failed"]:
        raise RuntimeError(f"{answers['failed']:.0f} of {answers['answers']:.0f} requests were not answered with 200")
    return answers


@contextmanager
def static() -> Iterator[int]:
    """Serve one answer that is ready, in a process of its own, for the length of the block; give its port."""
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.load", "static"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(10)


async def _offer(said: dict[str, Any]) -> dict[str, float]:
    requests = [each.encode() for each in said["requests"]]
    seconds = said["seconds"]
    waiting = iter(requests) if seconds is None else cycle(requests)
    begun = time.perf_counter()
    ends = float("inf") if seconds is None else begun + seconds
    answers: list[Answer] = []
    await asyncio.gather(*(_ask(said["port"], waiting, ends, answers) for _ in range(said["connections"])))
    took = time.perf_counter() - begun
    return {
        "answers": len(answers),
        "failed": sum(status != 200 for status, _ in answers),
        "a_second": len(answers) / took,
        "p99": quantiles([each for _, each in answers], n=100)[98] * 1000 if len(answers) > 1 else 0.0,
    }


async def _ask(port: int, waiting: Iterator[bytes], ends: float, answers: list[Answer]) -> None:
    """Ask over one connection, the next when one is answered; a connection that the server ends is opened again."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for each in waiting:
        begun = time.perf_counter()
        writer.write(each)
        head = await reader.readuntil(HEAD_ENDS)
        length = LENGTH.search(head)
        await reader.readexactly(int(length[1]) if length else 0)
        answers.append((int(head[9:12]), time.perf_counter() - begun))
        if time.perf_counter() >= ends:
            break
        if ENDS.search(head):
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()


class _Ready(asyncio.Protocol):
    """Answers whatever comes, without reading it."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        self._transport: Any = transport

    def data_received(self, _data: bytes) -> None:
        """Answer."""
        self._transport.write(READY)


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Ready, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    if sys.argv[1:] == ["static"]:
        asyncio.run(_serve())
    else:
        sys.stdout.write(json.dumps(asyncio.run(_offer(json.load(sys.stdin)))))
