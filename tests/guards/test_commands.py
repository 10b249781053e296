"""Commands that documents name exist, and `make help` tells of each one meant for people."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import typer

from cx_app.cli import app
from cx_app.settings import PROJECT

MAKEFILE = (PROJECT / "Makefile").read_text()
TARGETS = {name for line in re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.M) for name in line.split()}
PARTS = {"packages", "run-packages", "test-tools"}
"""Targets that others are made of."""
PAGES = [
    *(PROJECT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((PROJECT / "docs").rglob("*.md")),
]
MAKE = re.compile(r"(?:`|^    )make ((?:[a-z][a-z0-9-]*)(?: [a-z][a-z0-9-]*)*)(?=`| {2,}|$)", re.M)
CX = re.compile(r"(?:`|^    |^)(?:\.venv/bin/)?cx ([a-z][a-z-]*(?: [a-z][a-z-]*)?)", re.M)


def test_help_tells_of_every_target() -> None:
    make = shutil.which("make")
    assert make
    told = subprocess.run([make, "help"], cwd=PROJECT, capture_output=True, text=True, check=True)
    named = set(re.findall(r"^make ([a-z0-9-]+) +\S", told.stdout, re.M))
    assert named == TARGETS - PARTS


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(PROJECT).as_posix())
def test_make_targets_in_documents_exist(page: Path) -> None:
    named = {target for found in MAKE.findall(page.read_text()) for target in found.split()}
    assert named <= TARGETS


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(PROJECT).as_posix())
def test_cx_commands_in_documents_exist(page: Path) -> None:
    known = cx_commands()
    for found in CX.findall(page.read_text()):
        first, _, second = found.partition(" ")
        assert first in known, found
        assert not known[first] or second in known[first], found


def cx_commands() -> dict[str, set[str]]:
    """Each command with its subcommands."""
    root = typer.main.get_command(app)
    commands = getattr(root, "commands", {})
    return {name: set(getattr(one, "commands", {})) for name, one in commands.items()}


def test_the_patterns_find_what_they_are_for() -> None:
    readme = (PROJECT / "README.md").read_text()
    assert {"run", "test", "help"} <= set(MAKE.findall(readme))
    assert "demo reset" in CX.findall(readme)
