"""The outbound feed at the command line."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from cx_app import database as portal
from cx_app.domain.business_time import eastern_date
from cx_app.gateways import clock
from cx_app.models import FeedStatement
from tests.cli.test_cli import _apart, _run
from tests.services.feed_out.events import row, sent


def statement(path: Path, event_id: object, *, entries: int = 1, ago: int = 0) -> Path:
    with portal.read() as session:
        day = eastern_date(clock.business(session)) - timedelta(days=ago)
    head = {"v": 1, "kind": "statement", "day": day.isoformat(), "entries": entries}
    entry = {"v": 1, "kind": "entry", "event_id": str(event_id), "agency_id": "MER-1"}
    text = json.dumps(head) + "\n\n" + json.dumps({**entry, "outcome": "accepted"}) + "\n"
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


@pytest.mark.parametrize("name", ["day.jsonl", "day.jsonl.gz"])
def test_a_statement_by_file(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    event_id = sent()
    file = statement(tmp_path / name, event_id)
    assert _run("feed-out", "reconcile", file) == 1
    assert capsys.readouterr().err == f"cx: {name}: the day is not over, Eastern time\n"
    with portal.write() as session:
        clock.advance(session, timedelta(days=1))
    assert _run("feed-out", "reconcile", file) == 0
    assert "1 entries, 1 acknowledged by them, 0 differences" in capsys.readouterr().out
    assert row(event_id).agency_id == "MER-1"
    with portal.read() as session:
        assert session.exec(select(FeedStatement)).one().source == name


def test_half_a_statement_changes_nothing(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    event_id = sent()
    file = statement(tmp_path / "day.jsonl", event_id, entries=2, ago=1)
    assert _run("feed-out", "reconcile", file) == 1
    assert "2 entries are announced and 1 came" in capsys.readouterr().err
    assert _run("feed-out", "reconcile", tmp_path / "nowhere") == 1
    assert row(event_id).outcome == ""


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("feed-out", "schema") == 0
    assert json.loads(capsys.readouterr().out)["oneOf"]


def test_a_stand_in_answers_no_real_agency_s_events(tmp_path: Path) -> None:
    ended = _apart("sample-agency", "--once", CX_DEMO="false", CX_DATA_DIR=str(tmp_path))
    assert ended.returncode == 1
    assert ended.stderr == "cx: this is only for the demonstration (CX_DEMO=true)\n"
