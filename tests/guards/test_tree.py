"""What no tracked file may hold, and how long a decision record may be."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from cx_app.settings import PROJECT

REGISTRIES = re.compile(
    r"(files\.pythonhosted|pypi|npmjs|npmmirror|deb\.debian|yarnpkg)" + r"\.(org|com)"
)
MACHINE_PATHS = re.compile(r"(?<![\w.~-])/" + r"(work|root|home|Users|tmp/\w)" + r"/?[\w.]")
RECORDS = sorted((PROJECT / "docs" / "adr").glob("*.md"))
ADR_LINES = 40
BINARY = {".woff2", ".png", ".ico", ".parquet", ".pdf", ".jpg"}


@cache
def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True)
    paths = [PROJECT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file() and path.suffix not in BINARY]


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(PROJECT)}:{number}: {line.strip()[:100]}"
        for path in tracked()
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_host_of_a_package_registry() -> None:
    assert lines_with(REGISTRIES) == []


def test_no_path_of_one_machine() -> None:
    assert lines_with(MACHINE_PATHS) == []


def test_the_patterns_find_what_they_are_for() -> None:
    assert REGISTRIES.search("https://pypi" + ".org/simple")
    assert MACHINE_PATHS.search("open('/" + "root/x')")
    assert not MACHINE_PATHS.search("https://portal.example/work/a")


@pytest.mark.parametrize(
    "record", sorted((PROJECT / "docs" / "adr").glob("*.md")), ids=lambda p: p.stem
)
def test_a_decision_record_is_short(record: Path) -> None:
    assert len(record.read_text().splitlines()) <= ADR_LINES
