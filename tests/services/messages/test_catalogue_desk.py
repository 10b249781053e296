"""The page of the words of messages: versions, samples, what changes, what is wrong and where."""

from __future__ import annotations

from uuid import UUID

import pytest

from cx_app import database as db
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Kind
from cx_app.domain.templates import HOUSE, PARTS, SAMPLES, SHAPES, Fault, Problem
from cx_app.services.messages.catalogue import from_files, seed
from cx_app.services.messages.catalogue_admin import activate
from cx_app.services.messages.catalogue_desk import (
    Version,
    as_form,
    flaws_of,
    form_fields,
    from_form,
    kinds,
    save_draft,
    template_desk,
    version,
)
from cx_app.services.messages.catalogue_words import (
    FIELD_NAMES,
    OCCASIONS,
    PART_NAMES,
    say_problem,
)
from cx_app.services.messages.plain import too_hard
from tests import factories
from tests.services.messages.people import account, staff

KIND = Kind.CASE_FOLLOWED
database = pytest.mark.usefixtures("database")


@pytest.fixture
def admin(database: None) -> Actor:
    with db.write() as session:
        seed(session)
    return staff(Role.ADMIN)


def saved(admin: Actor, **words: str) -> UUID:
    with db.write() as session:
        return save_draft(session, admin, KIND, {**as_form(from_files()[KIND]), **words})


def seen(actor: Actor, template_id: UUID) -> Version:
    with db.read() as session:
        return version(session, actor, template_id)


def test_every_code_has_words() -> None:
    assert set(OCCASIONS) == set(SHAPES)
    assert set(PART_NAMES) == set(PARTS)
    assert {name for shape in SHAPES.values() for name in shape.fields} | HOUSE <= set(FIELD_NAMES)
    assert set(FIELD_NAMES) - HOUSE <= set(SAMPLES)
    for fault in Fault:
        for language in ("en", "es"):
            sentence = say_problem(Problem(fault, language, "text", "code", "3"))
            assert sentence.endswith("."), fault


@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_what_stands_in_the_form_is_what_is_saved(kind: Kind) -> None:
    words = from_files()[kind]
    assert set(as_form(words)) == set(form_fields(kind))
    assert from_form(kind, as_form(words)) == words


def test_a_browser_s_ends_of_line_are_ours() -> None:
    form = {"en_body": "One\r\n\r\ntwo ", "en_nonsense": "x", "fr_body": "x"}
    words = from_form(KIND, form)
    assert words["en"]["body"] == "One\n\ntwo"
    assert set(words) == {"en", "es"}
    assert set(words["en"]) == SHAPES[KIND].parts


def test_a_draft_is_shown_and_changes_nothing_until_it_is_in_force(admin: Actor) -> None:
    template_id = saved(admin, en_subject="You keep an eye on a case")
    shown = seen(admin, template_id)
    assert (shown.version, shown.in_force, shown.flaws) == (2, False, [])
    assert [(c.name, c.after) for c in shown.changes] == [
        ("Subject in the inbox, English", "You keep an eye on a case")
    ]
    text = next(fill for fill in shown.fills if fill.name == "Text message")
    assert text.english_size.endswith("characters, 1 text")
    assert text.spanish_size.endswith("characters, 2 texts")
    with db.read() as session:
        [line] = [line for line in kinds(session, admin) if line.kind == KIND]
    assert (line.version, line.drafts) == (1, 1)
    with db.write() as session:
        assert activate(session, admin, template_id) == []
    with db.read() as session:
        [line] = [line for line in kinds(session, admin) if line.kind == KIND]
    assert (line.version, line.drafts) == (2, 0)
    assert seen(admin, template_id).changes == []


def test_each_fault_stands_at_its_field_in_the_order_of_the_form(admin: Actor) -> None:
    wrong = {
        "es_text": "Su caso {receipt} se mueve",
        "en_email_subject": "About N-400",
        "en_subject": "",
        "en_text": "You have a new message in your account. " * 5,
    }
    shown = seen(admin, saved(admin, **wrong))
    assert [(flaw.field, flaw.message.split(":")[0]) for flaw in shown.flaws] == [
        ("en_subject", "Write something here"),
        ("en_email_subject", "Take the receipt, A- or form number out"),
        ("en_text", "Make it shorter"),
        ("es_text", "Take {receipt} out"),
    ]
    assert shown.fills == []
    assert shown.written["en_email_subject"] == "About N-400"
    with db.read() as session:
        form = {**as_form(from_files()[KIND]), **wrong}
        assert flaws_of(session, admin, KIND, form) == shown.flaws


def test_officers_look_and_people_do_not(admin: Actor) -> None:
    template_id = saved(admin)
    officer, person = staff(Role.OFFICER), factories.actor_for(account())
    with db.read() as session:
        assert template_desk(session, officer, KIND).lines[0].version == 2
        assert version(session, officer, template_id).version == 2
        for look in (
            lambda: kinds(session, person),
            lambda: template_desk(session, person, KIND),
            lambda: version(session, person, template_id),
            lambda: flaws_of(session, person, KIND, {}),
        ):
            with pytest.raises(Forbidden):
                look()
    with db.write() as session:
        for act in (
            lambda: save_draft(session, officer, KIND, {}),
            lambda: activate(session, officer, template_id),
        ):
            with pytest.raises(Forbidden):
                act()


def test_a_kind_without_words_is_not_there(admin: Actor) -> None:
    with db.write() as session:
        for kind in (Kind.ACCEPTANCE_NOTICE, "x", ""):
            for look in (
                lambda kind=kind: template_desk(session, admin, kind),
                lambda kind=kind: save_draft(session, admin, kind, {}),
                lambda kind=kind: flaws_of(session, admin, kind, {}),
            ):
                with pytest.raises(NotFound):
                    look()
            assert form_fields(kind) == []


def test_plain_words_pass_in_both_languages_and_hard_ones_do_not() -> None:
    assert too_hard("en", "We mail you a new code. It comes in ten days.") == ""
    assert float(too_hard("en", "All administrative determinations necessitate documentation.")) > 8
    assert too_hard("es", "Le enviamos un código nuevo. Llega en diez días.") == ""
    hard = "Las determinaciones administrativas extraordinarias imposibilitan representaciones"
    assert float(too_hard("es", hard)) < 60
    assert too_hard("en", "Hello") == ""
    assert too_hard("en", "") == ""
