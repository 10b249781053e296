"""`cx keys`, and what does not start when keys are missing or weak."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cx_app import cli
from cx_app import database as portal
from cx_app.models import Person
from cx_app.security.crypto import Keyring
from cx_app.security.strength import weakness
from cx_app.settings import PROJECT, random_key
from tests import factories
from tests.keys import keys


def _run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main(list(arguments))
    return int(ended.value.code or 0)


def _start(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", *command],
        env={**os.environ, **environment},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def people(database: str) -> list[Person]:
    with keys("k1", "h1"), portal.write() as session:
        return [factories.person(session) for _ in range(3)]


def test_new_prints_one_key_that_is_good(capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for arguments in (["k2"], [], []):
        assert _run("keys", "new", *arguments) == 0
        said.append(capsys.readouterr().out)
    rings = [Keyring.parse(line.removesuffix("\n")) for line in said]
    assert rings[0].newest[0] == "k2"
    assert len({ring.newest[1] for ring in rings}) == 3
    assert not any(weakness(ring.newest[1]) for ring in rings)


@pytest.mark.parametrize("name", ["demo2", "a name", "x" * 16])
def test_new_refuses_a_name_that_settings_would_refuse(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("keys", "new", name) == 1
    assert capsys.readouterr().err.startswith("cx: a name is 1 to 15 letters")


def test_status_and_rotate_say_what_may_be_removed(
    people: list[Person], capsys: pytest.CaptureFixture[str]
) -> None:
    with keys("k2 k1", "h2 h1"):
        assert _run("keys", "status") == 0
        before = capsys.readouterr().out
        assert "k1: needed until `cx keys rotate` has moved its rows\n" in before
        assert "person.birth_date_sealed" in before
        assert _run("keys", "rotate") == 0
        after = capsys.readouterr().out
    assert "3 rows looked at, 3 put under the newest keys.\n" in after
    assert "k1: may be removed\n" in after
    assert "h1: may be removed\n" in after
    assert "k2: in use" in after
    assert random_key()[:4] not in after


def test_status_says_until_when_a_hash_is_needed(
    people: list[Person], capsys: pytest.CaptureFixture[str]
) -> None:
    with keys("k1", "h1"), portal.write() as session:
        filing = factories.filing(session, issued_on=factories.date(2099, 1, 1))
        filing.code.code = None
        session.add(filing.code)
    with keys("k2 k1", "h2 h1"):
        assert _run("keys", "rotate") == 0
    assert "h1: needed until April 2, 2099, when the last row ends\n" in capsys.readouterr().out


def test_rotate_reports_what_does_not_open_and_ends_with_3(
    people: list[Person], capsys: pytest.CaptureFixture[str]
) -> None:
    with portal.write() as session:
        spoilt = session.get_one(Person, people[0].id)
        spoilt.birth_date_sealed = people[1].birth_date_sealed
        session.add(spoilt)
    with keys("k2 k1", "h1"):
        assert _run("keys", "rotate") == 3
    assert "1 rows hold a value that does not open; the log names them." in capsys.readouterr().out


def test_a_lost_key_is_given_up_only_when_asked(
    people: list[Person], capsys: pytest.CaptureFixture[str]
) -> None:
    from cx_app.settings import settings

    with keys("k2 k1", "h1"):
        assert _run("keys", "forget", "k1", "--yes") == 1
        assert "no key k1 is missing" in capsys.readouterr().err
        settings.__dict__["encryption_keyring"] = settings.encryption_keyring.split(",")[0]
        assert _run("keys", "status") == 1
        assert "no longer names the key k1" in capsys.readouterr().err
        assert _run("keys", "forget", "k1", "--yes") == 0
        assert _run("keys", "status") == 0
        assert "k1: missing" in capsys.readouterr().out


PRODUCTION = {"CX_DEMO": "false", "CX_HASH_KEYS": f"h1:{random_key()}"}
PROCESSES = {
    "web": ("cx_app.serve",),
    "worker": ("celery", "-A", "tasks.app", "worker", "-P", "solo"),
    "import": ("cx_app.cli", "import", "x.jsonl"),
    "grant": ("cx_app.cli", "staff", "grant", "olivia", "officer"),
    "revoke": ("cx_app.cli", "staff", "revoke", "olivia", "officer"),
    "status": ("cx_app.cli", "keys", "status"),
    "rotate": ("cx_app.cli", "keys", "rotate"),
}


@pytest.mark.parametrize("process", PROCESSES)
def test_nothing_starts_with_a_weak_key(process: str, tmp_path: Path) -> None:
    weak = {"CX_ENCRYPTION_KEYS": f"k1:{'A' * 43}="}
    ended = _start(*PROCESSES[process], CX_DATA_DIR=str(tmp_path), **PRODUCTION, **weak)
    assert ended.returncode == 1
    assert ended.stderr == (
        "cx: the key k1 of CX_ENCRYPTION_KEYS is not random (it repeats or counts); "
        "make another with `cx keys new`.\n"
    )


@pytest.mark.parametrize("process", PROCESSES)
def test_nothing_starts_without_a_key_that_rows_need(process: str, tmp_path: Path) -> None:
    folder = {"CX_DATA_DIR": str(tmp_path)}
    assert _start("cx_app.cli", "migrate", **folder).returncode == 0
    first = {**PRODUCTION, "CX_ENCRYPTION_KEYS": f"k1:{random_key()}"}
    assert _start("cx_app.cli", "keys", "status", **folder, **first).returncode == 0
    then = {**PRODUCTION, "CX_ENCRYPTION_KEYS": f"k2:{random_key()}"}
    ended = _start(*PROCESSES[process], **folder, **then)
    assert ended.returncode == 1
    assert ended.stderr.startswith("cx: CX_ENCRYPTION_KEYS no longer names the key k1")
    assert ended.stderr.count("\n") == 1


def test_making_a_key_needs_none(tmp_path: Path) -> None:
    made = _start("cx_app.cli", "keys", "new", CX_DEMO="false", CX_DATA_DIR=str(tmp_path))
    assert (made.returncode, made.stderr) == (0, "")
