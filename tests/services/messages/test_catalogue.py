"""Words of messages as data: checked when activated, plain, short, alike in each language."""

from __future__ import annotations

import re

import pytest
import textstat
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.cases import FORMS
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Role
from cx_app.domain.messages import Kind
from cx_app.domain.templates import HOUSE, SAMPLES, SHAPES, Fault, fields_of
from cx_app.domain.texting import segments
from cx_app.language import LANGUAGES, using
from cx_app.models import MessageTemplate
from cx_app.services.messages import catalogue
from cx_app.services.messages.catalogue import filled, from_files
from cx_app.services.messages.catalogue_admin import activate, check, draft, preview, templates
from cx_app.services.messages.templates import in_inbox, in_text
from tasks.messages import sweep
from tests import factories
from tests.services.messages.people import account, arrived, staff, tell

GRADE = 8
EASY_SPANISH = 60
"""Fernández-Huerta: from here up "normal" to "very easy"."""
OWN_WORDS = {Kind.ACCEPTANCE_NOTICE, Kind.BIOMETRICS_NOTICE}
WRITTEN = [
    (kind, language, part)
    for kind, words in from_files().items()
    for language, parts in words.items()
    for part, text in parts.items()
    if re.sub(r"{\w+}", "", text)
]
"""Parts with words of their own; what is but a field says what its occasion says."""
HARD = (
    "Notwithstanding aforementioned administrative determinations, applicability necessitates "
    "supplementary documentation."
)
LONGEST_LINK = "https://portal.agency.example"


def said(kind: str, language: str, part: str) -> str:
    return filled(from_files()[kind], language, part, SAMPLES)


def test_every_kind_has_words() -> None:
    assert set(from_files()) == set(SHAPES)
    for kind in set(Kind) - set(SHAPES) - OWN_WORDS:
        subject, body = in_inbox(kind, **SAMPLES)
        assert subject
        assert body


@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_the_first_versions_hold(kind: Kind) -> None:
    assert check(kind, from_files()[kind]) == []


@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_languages_say_the_same(kind: str) -> None:
    english = from_files()[kind]["en"]
    for language in LANGUAGES:
        words = from_files()[kind][language]
        assert set(words) == set(english)
        for part, text in words.items():
            needed = (fields_of(english[part]) or set()) - HOUSE
            assert (fields_of(text) or set()) - HOUSE == needed, (language, part)


@pytest.mark.parametrize(("kind", "language", "part"), WRITTEN)
def test_words_are_plain(kind: str, language: str, part: str) -> None:
    text = said(kind, language, part).replace("http://localhost:3000", "the portal")
    with_dot = text if text.rstrip().endswith(".") else f"{text}."
    textstat.textstat.set_lang(language)
    try:
        if language == "en":
            assert textstat.textstat.flesch_kincaid_grade(with_dot) <= GRADE, text
        else:
            assert textstat.textstat.fernandez_huerta(with_dot) >= EASY_SPANISH, text
    finally:
        textstat.textstat.set_lang("en")


@pytest.mark.parametrize(("kind", "language", "part"), [w for w in WRITTEN if w[2] == "text"])
def test_a_text_is_one_segment_in_english_and_at_most_two_in_spanish(
    kind: str, language: str, part: str
) -> None:
    text = said(kind, language, part).replace("http://localhost:3000", LONGEST_LINK)
    assert segments(text) <= (1 if language == "en" else 2)


@pytest.mark.parametrize("city", ["Rancho Santa Margarita", "San José de los Naranjos Altos"])
@pytest.mark.parametrize(("kind", "language", "part"), [w for w in WRITTEN if w[2] == "text"])
def test_a_long_city_takes_no_text_more(kind: str, language: str, part: str, city: str) -> None:
    text = filled(from_files()[kind], language, part, {**SAMPLES, "city": city})
    assert segments(text) <= (1 if language == "en" else 2), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_of_all_other_kinds_is_as_short(language: str) -> None:
    with using(language):
        text = in_text().replace("http://localhost:3000", LONGEST_LINK)
    assert segments(text) <= (1 if language == "en" else 2)


def test_samples_are_as_long_as_what_really_comes() -> None:
    longest = max(len(f"{number} {name}") for number, name in FORMS.items())
    assert len(SAMPLES["receipt"]) == 13
    assert longest < 200


def better() -> dict[str, dict[str, str]]:
    words = from_files()[Kind.CASE_FOLLOWED]
    return {
        language: {**parts, "email_subject": f"Better {language}"}
        for language, parts in words.items()
    }


@pytest.mark.usefixtures("database")
def test_a_new_version_counts_from_when_it_is_activated_and_an_old_one_can_come_back() -> None:
    admin = staff(Role.ADMIN)
    with db.write() as session:
        assert catalogue.seed(session) == len(SHAPES)
        assert catalogue.seed(session) == 0
        template_id = draft(session, admin, Kind.CASE_FOLLOWED, better())
    person = account()
    tell(person, "1")
    sweep()
    with db.write() as session:
        assert activate(session, admin, template_id) == []
    tell(person, "2")
    sweep()
    with db.write() as session:
        lines = [line for line in templates(session, admin) if line.kind == Kind.CASE_FOLLOWED]
        assert [(line.version, line.in_force) for line in lines] == [(2, True), (1, False)]
        old = session.exec(
            select(MessageTemplate).where(
                MessageTemplate.kind == Kind.CASE_FOLLOWED, MessageTemplate.version == 1
            )
        ).one()
        assert activate(session, admin, old.id) == []
    tell(person, "3")
    sweep()
    subjects = [row.subject for row in arrived()]
    assert subjects == ["You have a new message", "Better en", "You have a new message"]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("part", "text", "fault"),
    [
        ("text", "Hello {nobody}", Fault.UNKNOWN_FIELD),
        ("text", "Your case {receipt} moved", Fault.PRIVATE_FIELD),
        ("text", "x" * 161, Fault.TOO_MANY_TEXTS),
        ("body", HARD, Fault.HARD_WORDS),
        ("body", "", Fault.NO_PART),
        ("body", "{", Fault.BROKEN_FIELD),
    ],
)
def test_what_does_not_hold_is_refused_when_it_is_activated(
    part: str, text: str, fault: Fault
) -> None:
    admin = staff(Role.ADMIN)
    words = better()
    words["en"][part] = text
    with db.write() as session:
        template_id = draft(session, admin, Kind.CASE_FOLLOWED, words)
        shown = preview(session, admin, template_id)
        assert [problem.fault for problem in shown.problems] == [fault]
        assert shown.shown == {}
        assert activate(session, admin, template_id) == shown.problems
        assert session.get_one(MessageTemplate, template_id).activated_at is None
    tell(account())
    sweep()
    assert arrived()[0].subject == "You have a new message"


@pytest.mark.usefixtures("database")
def test_a_preview_is_filled_with_samples() -> None:
    admin = staff(Role.ADMIN)
    with db.write() as session:
        template_id = draft(session, admin, Kind.CASE_FOLLOWED, better())
        shown = preview(session, admin, template_id).shown
    assert SAMPLES["receipt"] in shown["es"]["body"]
    assert "{" not in "".join(text for parts in shown.values() for text in parts.values())


@pytest.mark.usefixtures("database")
def test_only_administrators_touch_words_and_only_of_kinds_that_have_some() -> None:
    with db.write() as session:
        for role in (Role.OFFICER, Role.SUPERVISOR, Role.APPLICANT):
            with pytest.raises(Forbidden):
                draft(session, _actor(session, role), Kind.CASE_LINKED, {})
        with pytest.raises(NotFound):
            draft(session, _actor(session, Role.ADMIN), Kind.ACCEPTANCE_NOTICE, {})


def _actor(session: object, role: Role) -> object:
    return factories.actor_for(factories.account(session, roles=(role,)), role)
