"""What is known of a sheet's rows when nobody answers."""

from __future__ import annotations

import socket
from pathlib import Path

from services.portal.sheets.sending import A_CALL, sending
from services.portal.sheets.wanted import wanted
from shared.rpc import BrokerAway, RpcClient
from shared.settings import Settings
from tests.portal.sheets import HEADER, a_visit_row, csv_of, read


def closed_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


def test_a_broken_connection_blames_no_row_and_calls_none_recorded(tmp_path: Path) -> None:
    (tmp_path / "operator").mkdir()
    (tmp_path / "operator" / "broker_uri").write_text(f"amqp://nobody:nothing@127.0.0.1:{closed_port()}/")
    rows, _ = read(csv_of(tmp_path / "a.csv", HEADER, *[a_visit_row()] * (2 * A_CALL + 1)))

    with RpcClient(Settings("operator", tmp_path)) as client:
        *_, sent = sending(client, wanted("走访").kind, rows)

    assert isinstance(sent.failure, BrokerAway)
    assert (sent.recorded, sent.flaws) == ({}, [])
    assert sent.done == len(rows)
