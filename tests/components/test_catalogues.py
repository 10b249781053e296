"""Everything said to people outside the agency is said in each language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from cx_app import pages
from cx_app.domain.cases import FORMS, STATUSES
from cx_app.language import CATALOGUES, LANGUAGES
from cx_app.pages.page import PAGES
from cx_app.services.cases.views import CAPACITIES, TURNS
from scripts.messages import sentences

TRANSLATIONS = [lang for lang in LANGUAGES if lang != "en"]
SAME_WORD = {"Cookies", "supervisor"}
assert pages  # importing them fills PAGES


def messages(lang: str) -> list[Message]:
    found: list[Message] = []
    for path in sorted((CATALOGUES / lang / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            found += [message for message in read_po(file) if message.id]
    return found


def written() -> Iterator[tuple[str, str]]:
    """(sentence, where) of each one that stands in the code as `_("…")` or `plural("…", "…")`."""
    for (path, line), sentence in sentences():
        yield sentence, f"{path}:{line}"


def kept_in_tables() -> Iterator[tuple[str, str]]:
    """Sentences that are looked up by a code before they are said."""
    for page in PAGES:
        if len(page.languages) > 1:
            yield page.title, f"title of {page.route}"
            for _path, name in page.crumbs:
                yield name, f"breadcrumb of {page.route}"
            if page.description:
                yield page.description, f"description of {page.route}"
    for status in STATUSES.values():
        yield status.title, "status"
        yield status.sentence, "status"
    for table in (FORMS, TURNS, CAPACITIES):
        for sentence in table.values():
            yield sentence, "table"


def fields(sentence: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("lang", TRANSLATIONS)
def test_every_sentence_is_translated(lang: str) -> None:
    translated = {str(message.id) for message in messages(lang) if message.string}
    missing = {s: where for s, where in (*written(), *kept_in_tables()) if s not in translated}
    assert missing == {}


@pytest.mark.parametrize("lang", TRANSLATIONS)
def test_translations_fill_in_the_same_fields(lang: str) -> None:
    different = [
        (message.id, message.string)
        for message in messages(lang)
        if fields(str(message.id)) != fields(str(message.string))
    ]
    assert different == []


@pytest.mark.parametrize("lang", TRANSLATIONS)
def test_a_sentence_has_one_translation(lang: str) -> None:
    said: dict[str, set[str]] = defaultdict(set)
    for message in messages(lang):
        said[str(message.id)].add(str(message.string))
    assert {sentence: texts for sentence, texts in said.items() if len(texts) > 1} == {}


@pytest.mark.parametrize("lang", TRANSLATIONS)
def test_nothing_is_left_in_english(lang: str) -> None:
    left = {str(m.id) for m in messages(lang) if m.id == m.string} - SAME_WORD
    assert left == set()


@pytest.mark.parametrize("lang", ["en", *TRANSLATIONS])
def test_nobody_is_told_that_something_is_invalid(lang: str) -> None:
    said = [s for s, _where in written()] if lang == "en" else [m.string for m in messages(lang)]
    words = ("invalid", "inválid")
    assert [s for s in said if any(word in str(s).lower() for word in words)] == []
