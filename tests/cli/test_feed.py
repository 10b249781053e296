"""`cx import` and what is around it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlmodel import select

from cx_app import database as portal
from cx_app.models import AccessCode, Case, FeedBatch, FeedWaiting
from tests.cli.test_cli import _run
from tests.services.feed.lines import CODE, EVENT, filing, line

pytestmark = pytest.mark.usefixtures("database")


def write(path: Path, *lines: bytes) -> Path:
    path.write_bytes(b"\n".join(lines))
    return path


def rows(table: type) -> list:
    with portal.read() as session:
        return list(session.exec(select(table)))


def test_strict_lets_nothing_of_a_file_with_a_bad_line_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = write(tmp_path / "a", *filing()), write(tmp_path / "b", line(EVENT, "e1"), b"x")
    assert _run("import", "--strict", good, bad) == 1
    assert "b, line 2: the line is not one JSON object" in capsys.readouterr().err
    assert rows(Case) == []
    assert _run("import", "--strict", good) == 0
    assert len(rows(Case)) == 1


def test_strict_stops_where_a_line_contradicts_what_is_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _run("import", write(tmp_path / "a", *filing(), line(EVENT, "e1")))
    other = write(tmp_path / "b", line(EVENT, "e2", code="FNA"), line(EVENT, "e1", code="DA"))
    assert _run("import", "--strict", other) == 1
    assert "another line came under this event_id" in capsys.readouterr().err
    assert rows(Case)[0].status_code == "IAF"


def test_a_dry_run_says_what_would_happen_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "a", *filing(), line(CODE, "k1"), b"x")
    assert _run("import", "--dry-run", file) == 3
    said = capsys.readouterr().out
    assert "4 lines applied, 0 known already, 1 set aside" in said
    assert "Nothing of this was kept" in said
    assert [rows(table) for table in (Case, AccessCode, FeedBatch)] == [[], [], []]
    assert _run("import", file) == 3
    assert (len(rows(Case)), len(rows(AccessCode))) == (1, 1)


def test_history_issues_no_code_now_or_later(tmp_path: Path) -> None:
    file = write(tmp_path / "a", *filing(), line(CODE, "k1"))
    assert _run("import", "--history", file) == 0
    assert _run("import", file) == 0
    assert rows(AccessCode) == []


def test_what_waits_is_told_and_what_is_wrong_can_be_dropped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("feed", "waiting") == 0
    assert "Nothing waits." in capsys.readouterr().out
    late = line({"kind": "withdrawal"}, "w1", of="e9")
    _run("import", write(tmp_path / "a", line(EVENT, "e1"), late))
    assert "2 wait for what has not come yet" in capsys.readouterr().out
    assert _run("feed", "waiting") == 0
    assert "a case" in capsys.readouterr().out
    assert _run("feed", "forget", "") == 1
    assert _run("feed", "forget", "no such reason") == 0
    assert len(rows(FeedWaiting)) == 2
    _run("import", write(tmp_path / "b", *filing()))
    assert "1 that had waited applied" in capsys.readouterr().out


def test_the_schema_is_printed_and_a_sample_feed_is_one_that_imports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("feed", "schema") == 0
    assert json.loads(capsys.readouterr().out)["title"].startswith("CX Portal case feed")
    sample = tmp_path / "sample.jsonl"
    assert _run("sample-feed", "--cases", "30", "--out", sample) == 0
    assert _run("import", "--strict", sample) == 0
    assert len(rows(Case)) == 30
