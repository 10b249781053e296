"""Everything said to people outside the agency is said in each language.

That entries agree with each other is held by `tests/guards/test_catalogues.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from cx_app import pages
from cx_app.components.visit_form import HALVES, STEP_NAMES
from cx_app.domain.cases import FORMS, HOLDS, SPARED, STATUSES
from cx_app.language import CATALOGUES, LANGUAGES
from cx_app.pages.account.callbacks_ask import STEP_NAMES as CALL_STEPS
from cx_app.pages.account.settings import SECTIONS
from cx_app.pages.page import PAGES
from cx_app.services.access_codes.words import LIVES, REFUSALS
from cx_app.services.appointment_requests import words as visit_words
from cx_app.services.appointment_requests.reasons import REASONS as VISIT_REASONS
from cx_app.services.audit import activity, opening_words
from cx_app.services.biometrics.words import CAUSES
from cx_app.services.callbacks import words as callback_words
from cx_app.services.cases.views import CAPACITIES, OF_CLIENTS, TURNS
from cx_app.services.cases.visits import NAMES as VISITS
from cx_app.services.support import words as support_words
from cx_app.state.account.appointment_flaws import MISSING
from cx_app.state.account.appointments import DONE
from cx_app.state.account.callback_form import MISSING as CALL_MISSING
from scripts.messages import sentences

TRANSLATIONS = [lang for lang in LANGUAGES if lang != "en"]
SAME_WORD = {"Cookies", "Alaska", "Arizona"}
assert pages  # importing them fills PAGES


def messages(lang: str) -> Iterator[Message]:
    for path in sorted((CATALOGUES / lang / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            yield from (message for message in read_po(file) if message.id)


def kept_in_tables() -> Iterator[tuple[str, str]]:
    """(where, sentence) of those that are looked up before they are said."""
    for page in PAGES:
        if len(page.languages) > 1:
            yield from ((f"page {page.route}", s) for s in (page.title, page.description) if s)
            yield from ((f"breadcrumb of {page.route}", name) for _path, name in page.crumbs)
    yield from (("section of settings", section.title) for section in SECTIONS)
    for status in (*STATUSES.values(), SPARED):
        yield from (("status", s) for s in (status.title, status.sentence))
    said_of_openings = (opening_words.WITHOUT_REASON, opening_words.SHARED, opening_words.MISTAKE)
    yield from (("opening", s) for s in (*said_of_openings, activity.REFUSED_LINK))
    yield from (("cause", s) for words in CAUSES.values() for s in words if s)
    acts = (activity.OWN_ACTS, activity.OTHER_ACTS, opening_words.REASONS, opening_words.WHO)
    for reason in VISIT_REASONS.values():
        said = (reason.title, reason.criteria, reason.usually, *reason.bring)
        yield from (("reason for a visit", s) for s in said)
    for said_of_support in (support_words.KINDS, support_words.TOPICS, support_words.STATES):
        yield from (("support", s) for s in said_of_support.values())
    for _turn, title, sentence in visit_words.STATES.values():
        yield from (("visit", s) for s in (title, sentence))
    acts += (visit_words.TURNS, visit_words.STEPS, visit_words.BY, visit_words.HALVES)
    acts += (visit_words.NEEDS, STEP_NAMES, HALVES, MISSING, DONE)
    yield from (("topic", s) for words in callback_words.TOPICS.values() for s in words if s)
    acts += (callback_words.ANSWERS, callback_words.TOLD, callback_words.STEPS)
    acts += (callback_words.ANSWERED, callback_words.CALLED, CALL_STEPS, CALL_MISSING)
    for table in (FORMS, HOLDS, OF_CLIENTS, TURNS, CAPACITIES, VISITS, LIVES, REFUSALS, *acts):
        yield from (("table", s) for s in table.values())


@pytest.mark.parametrize("lang", TRANSLATIONS)
def test_every_sentence_is_translated(lang: str) -> None:
    translated = {str(message.id) for message in messages(lang) if message.string}
    said = [*sentences(), *kept_in_tables()]
    assert {sentence: where for where, sentence in said if sentence not in translated} == {}


@pytest.mark.parametrize("lang", TRANSLATIONS)
def test_nothing_is_left_in_english(lang: str) -> None:
    left = {str(m.id) for m in messages(lang) if m.id == m.string} - SAME_WORD
    assert left == set()
