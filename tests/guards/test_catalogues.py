"""Catalogues say everything that is said, with the same fields, and never two things for one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from cx_app.language import CATALOGUES

FIELD = re.compile(r"{\w*}")
FILES = sorted(CATALOGUES.rglob("*.po"))


def messages(path: Path) -> Iterator[Message]:
    with path.open("rb") as file:
        yield from (message for message in read_po(file) if message.id)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_entry_is_translated_with_the_same_fields(path: Path) -> None:
    for message in messages(path):
        assert message.string, message.id
        assert not message.fuzzy, message.id
        assert sorted(FIELD.findall(str(message.id))) == sorted(
            FIELD.findall(str(message.string))
        ), message.id


def test_a_sentence_has_one_translation_in_all_files() -> None:
    said: dict[tuple[str, str], str] = {}
    for path in FILES:
        language = path.relative_to(CATALOGUES).parts[0]
        for message in messages(path):
            known = said.setdefault((language, str(message.id)), str(message.string))
            assert known == message.string, f"{path.stem}: {message.id}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_nobody_is_called_invalid(path: Path) -> None:
    for message in messages(path):
        assert "invalid" not in str(message.id).lower()
        assert not re.search(r"inv[aá]lid", str(message.string).lower())
