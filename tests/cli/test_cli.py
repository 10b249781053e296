from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from cx_app import cli
from cx_app import database as portal
from cx_app.models import Account, AuditEntry, Case, PortalSession, RoleGrant
from cx_app.settings import PROJECT, settings
from tests.services.feed.lines import CASE, EVENT, filing, line


def _run(*arguments: str | Path) -> int:
    """The exit code of `cx` with these arguments, in this process."""
    with pytest.raises(SystemExit) as ended:
        cli.main([str(argument) for argument in arguments])
    return int(ended.value.code or 0)


def _apart(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`cx` as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "cx_app.cli", *arguments],
        env={**os.environ, **environment},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_import_takes_several_files_and_says_what_became_of_them(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    first.write_bytes(b"\n".join(filing()))
    second.write_bytes(line(EVENT, "e1") + b"\n")
    assert _run("import", first, second) == 0
    said = capsys.readouterr()
    assert "a.jsonl: 3 lines applied, 0 known already, 0 set aside, in " in said.out
    assert "b.jsonl: 1 lines applied" in said.out
    assert said.err == ""
    assert [path.name for path in tmp_path.iterdir() if "rejects" in path.name] == []
    assert _run("import", first) == 0
    assert "0 lines applied, 3 known already" in capsys.readouterr().out


def test_import_sets_bad_lines_aside_and_ends_with_3(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b[1].jsonl"
    first.write_bytes(line(CASE, "c1") + b"\nnonsense\n" + line(EVENT, "e1"))
    second.write_bytes(b"nonsense")
    assert _run("import", first, second) == 3
    rejects = tmp_path / "a.jsonl.rejects.jsonl"
    assert json.loads(rejects.read_text()) == {
        "file": "a.jsonl",
        "line": 2,
        "reason": "the line is not one JSON object in UTF-8",
    }
    assert str(rejects) in capsys.readouterr().out
    together = tmp_path / "all.jsonl"
    assert _run("import", first, second, "--rejects", together) == 3
    assert [json.loads(each)["file"] for each in together.read_text().splitlines()] == [
        "a.jsonl",
        "b[1].jsonl",
    ]


def test_trouble_is_one_line_and_never_a_trace(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged = tmp_path / "x.gz"
    damaged.write_bytes(b"\x1f\x8b\x08 this is no archive")
    for arguments in (
        ("import", tmp_path / "nowhere.jsonl"),
        ("import", damaged),
        ("import-history", tmp_path / "nowhere.parquet"),
        ("import-history", damaged),
        ("staff", "grant", "olivia", "king"),
        ("staff", "grant", "nobody@example.org", "officer"),
        ("staff", "revoke", "nobody", "officer"),
    ):
        assert _run(*arguments) == 1
        said = capsys.readouterr().err
        assert said.startswith("cx: ")
        assert said.count("\n") == 1


def test_wrong_usage_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("import") == 2
    assert _run("import-history", "x", "--limit", "0") == 2
    assert "Usage" in capsys.readouterr().err


def test_a_new_installation_is_migrated_and_told_its_stories(tmp_path: Path) -> None:
    folder = str(tmp_path / "new")
    early = _apart("seed", CX_DATA_DIR=folder)
    assert (early.returncode, early.stdout) == (1, "")
    assert early.stderr == "cx: the database has no tables yet; run `cx migrate` first\n"
    migrated = _apart("migrate", CX_DATA_DIR=folder)
    assert (migrated.returncode, migrated.stderr) == (0, "")
    assert _apart("seed", CX_DATA_DIR=folder).returncode == 0
    again = _apart("seed", CX_DATA_DIR=folder)
    assert "Demo stories: 0 lines applied" in again.stdout
    reset = _apart("demo", "reset", "--yes", CX_DATA_DIR=folder)
    assert (reset.returncode, reset.stderr) == (0, "")
    assert "0 known already" in reset.stdout


@pytest.mark.parametrize(
    "arguments", [("seed",), ("import-history", "x.parquet"), ("demo", "reset", "--yes")]
)
def test_made_up_people_stay_out_of_production(arguments: tuple[str, ...], tmp_path: Path) -> None:
    ended = _apart(*arguments, CX_DEMO="false", CX_DATA_DIR=str(tmp_path))
    assert ended.returncode == 1
    assert ended.stderr == "cx: this is only for the demonstration (CX_DEMO=true)\n"


def test_a_role_is_granted_before_the_first_sign_in(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("staff", "grant", "olivia", "officer") == 0
    assert "olivia now holds the role officer." in capsys.readouterr().out
    assert _run("staff", "grant", "olivia", "officer") == 0
    assert "olivia already held" in capsys.readouterr().out
    with portal.read() as session:
        [account], [grant] = session.exec(select(Account)), session.exec(select(RoleGrant))
        assert (account.issuer, account.subject) == (settings.issuer, "olivia")
        assert grant.account_id == account.id
        assert grant.granted_by.startswith("command line")
        [entry] = session.exec(select(AuditEntry))
        assert (entry.action, entry.details) == ("staff.grant", {"role": "officer"})
    assert _run("staff", "list") == 0
    assert "olivia" in capsys.readouterr().out


def test_a_role_is_granted_by_verified_email_and_revoking_signs_out(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with portal.write() as session:
        from cx_app.domain.identity import Client
        from cx_app.gateways import clock
        from cx_app.services.identity.sessions import open_session

        account = Account(issuer=settings.issuer, subject="s1", created_at=clock.wall())
        account.email, account.email_verified = "Ada@example.org", True
        unverified = Account(issuer=settings.issuer, subject="s2", created_at=clock.wall())
        unverified.email = "eve@example.org"
        session.add_all([account, unverified])
    assert _run("staff", "grant", "eve@example.org", "admin") == 1
    assert _run("staff", "grant", "ada@EXAMPLE.org", "admin") == 0
    with portal.write() as session:
        open_session(session, account, Client.STAFF, "")
    assert _run("staff", "revoke", "ada@example.org", "admin") == 0
    with portal.read() as session:
        assert session.exec(select(PortalSession)).one().end_reason == "role_revoked"
        assert session.exec(select(RoleGrant)).one().ended_at is not None
    assert "Ada" not in capsys.readouterr().out


def test_a_history_becomes_cases_and_one_of_them_gets_a_code(
    database: str, history: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("import-history", history, "--issue-code-for", "2", "--limit", "3") == 0
    said = capsys.readouterr().out
    assert "3 cases of history.parquet: 18 lines applied" in said
    with portal.read() as session:
        cases = {case.receipt_number: case for case in session.exec(select(Case))}
    [receipt] = [receipt for receipt in cases if receipt in said]
    assert "A code goes to " in said
    assert cases[receipt].received_on < date.today()
    assert _run("import-history", history, "--issue-code-for", "9") == 1
    assert "there is no case 9 among 4" in capsys.readouterr().err
