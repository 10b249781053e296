"""Each rule that code cites is written down in docs/rules.md or its second page, and what they
name exists."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from cx_app.settings import PROJECT

PAGES = [PROJECT / "docs" / name for name in ("rules.md", "rules-behind.md")]
CITED = re.compile(
    r"\b(?:ADDR|ATT|OAC|AP|API|BIO|CLAIM|CX|FEED|MAIL|MP|OPEN|OUT|REP|SLOT|SMS|SUP|TA|UNDO|VIS)-\d+"
    r"(?:\.\d+-\d+)?(?: to [A-Z]+-\d+)?"
    r"|\b(?:design|domain) \d+(?:\.\d+)*(?:-\d+)?(?: [a-h]\b)?"
    r"|\b3\.3(?:-\d+)?\b"
)
PLACE = re.compile(r"`((?:cx_app|tasks|demo)/[^`]+)`")


def cited_in(path: Path) -> set[str]:
    """The ids in a file; of a range such as `OAC-17 to OAC-19`, its two ends."""
    found = CITED.findall(path.read_text())
    return {end for one in found for end in one.split(" to ")}


def known() -> str:
    return "\n".join(page.read_text() for page in PAGES)


def is_known(rule: str, page: str) -> bool:
    rule = f"OAC-{rule}" if rule.startswith("3.3-") else rule
    return re.search(rf"(?<![\w.-]){re.escape(rule)}(?![\w-]|\.\d)", page) is not None


def test_every_rule_cited_in_code_is_explained() -> None:
    sources = [p for top in ("cx_app", "tasks", "demo") for p in (PROJECT / top).rglob("*.py")]
    page = known()
    missing = {
        f"{rule} ({path.relative_to(PROJECT)})"
        for path in sources
        for rule in cited_in(path)
        if not is_known(rule, page)
    }
    assert not missing


def test_every_policy_default_names_an_explained_rule() -> None:
    page = known()
    for file in (PROJECT / "cx_app" / "policy_defaults").glob("*.toml"):
        for name, setting in tomllib.loads(file.read_text()).items():
            assert is_known(setting["rule"], page), f"{file.name}: {name}"


def test_every_place_named_exists() -> None:
    places = PLACE.findall(known())
    assert places
    assert [place for place in places if not (PROJECT / place).exists()] == []
