"""The words of messages: versions, what they look like, and a form for new ones. In English."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import alert, card, empty, error_summary, table, tag, when_loaded
from cx_app.components.desk import row_act
from cx_app.components.fields import submit, text_area, text_field
from cx_app.domain.templates import MAX_BODY, MAX_SEGMENTS, PARTS
from cx_app.pages.page import Audience, portal_page
from cx_app.services.messages.catalogue_admin import TemplateLine
from cx_app.services.messages.catalogue_desk import Change, FieldLine, Fill, KindLine
from cx_app.services.messages.catalogue_words import LANGUAGE_NAMES, PART_NAMES
from cx_app.state.officer.templates import REVIEW, SAID, SHOWN, TemplatesState
from cx_app.state.officer.templates import TemplateState as State

LIST = "/officer/templates"
LONGEST_SUBJECT_TYPED = 300
"""More than a subject may have, so that a paste is told to be too long, not cut."""
HINTS = {
    ("text", "en"): f"Fits {MAX_SEGMENTS['en']} text of a phone company: 160 characters filled in.",
    ("text", "es"): f"Fits {MAX_SEGMENTS['es']} texts. With á, í, ó or ú each has 67 characters.",
}


@portal_page(
    LIST,
    title="Words of messages",
    audience=Audience.OFFICER,
    on_load=[TemplatesState.load],
    crumbs=[("/officer/messages", "Messages")],
)
def templates() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Words of messages"),
        rx.el.p(
            "What the portal says when something happens, in the inbox and outside it. A version has "
            "all languages, so that they change together.",
            class_name="usa-intro",
        ),
        when_loaded(
            TemplatesState.loaded,
            table(
                "Every kind of message whose words can be changed",
                ["Message", "When", "English and Spanish", "Drafts"],
                rx.foreach(TemplatesState.lines, _kind),
            ),
            label="Loading the words of messages",
            lines=6,
        ),
    )


def _kind(line: KindLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(rx.el.a(line.name, href=LIST + "/" + line.kind), scope="row"),
        rx.el.td(line.occasion),
        rx.el.td(
            "Version ", line.version, rx.el.div("Since ", line.since, class_name="cx-card__meta")
        ),
        rx.el.td(rx.cond(line.drafts > 0, line.drafts, "None")),
    )


@portal_page(
    LIST + "/[kind]",
    title="A message",
    audience=Audience.OFFICER,
    on_load=[State.load],
    crumbs=[("/officer/messages", "Messages"), (LIST, "Words of messages")],
)
def template() -> rx.Component:
    return when_loaded(
        State.loaded,
        rx.cond(State.missing, _nothing(), _page()),
        label="Loading the words of a message",
        lines=6,
    )


def _nothing() -> rx.Component:
    return rx.fragment(
        rx.el.h1("No such message"),
        empty(
            "There is no message of this kind, or its words can’t be changed.",
            rx.el.a("All messages", href=LIST, class_name="usa-button"),
        ),
    )


def _page() -> rx.Component:
    return rx.fragment(
        rx.el.h1(State.desk.name),
        rx.el.p(State.desk.occasion, class_name="usa-intro"),
        rx.el.div(
            rx.cond(State.done, alert("success", State.done)),
            id=SAID,
            tab_index=-1,
        ),
        error_summary("This can’t go into force yet", State.summary),
        rx.cond(State.reviewing, _review()),
        rx.cond(State.writing, _form()),
        _versions(),
        _shown(),
    )


def _versions() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Versions"),
        table(
            "The newest first; an older one can come back",
            ["Version", "State", "Written", "Put into force", "Do"],
            rx.foreach(State.desk.lines, _version),
        ),
        rx.cond(
            State.may_write,
            None,
            rx.el.p(
                "Administrators write versions and put them into force.", class_name="cx-card__meta"
            ),
        ),
        class_name="cx-section",
    )


def _version(line: TemplateLine) -> rx.Component:
    about = rx.el.span(" version ", line.version, class_name="usa-sr-only")
    state = rx.cond(line.activated, tag("Earlier"), tag("Draft", "you"))
    return rx.el.tr(
        rx.el.th(line.version, scope="row"),
        rx.el.td(rx.cond(line.in_force, tag("In force", "agency"), state)),
        rx.el.td(line.created),
        rx.el.td(line.activated),
        rx.el.td(
            row_act("Look at it", about, State.look(line.id)),
            rx.cond(
                State.may_write,
                rx.fragment(
                    rx.cond(
                        State.writing,
                        None,
                        row_act("Write from it", about, State.begin_to_write(line.id)),
                    ),
                    rx.cond(
                        line.in_force,
                        None,
                        row_act("Put into force…", about, State.begin_to_activate(line.id)),
                    ),
                ),
            ),
        ),
        key=line.id,
    )


def _review() -> rx.Component:
    shown = State.shown
    return card(
        rx.el.h2("Put version ", shown.version, " into force?", id=REVIEW, tab_index=-1),
        rx.el.p("From the moment you press the button every new message has these words."),
        rx.cond(
            shown.changes.length() > 0,
            table(
                "What changes",
                ["Where", "Now", "From then on"],
                rx.foreach(shown.changes, _change),
            ),
            rx.el.p("It says the same as what is in force now."),
        ),
        rx.el.div(
            rx.el.button(
                "Put it into force now",
                type="button",
                class_name="usa-button",
                on_click=State.activate,
            ),
            _other("Not now", State.not_now),
            class_name="cx-inline",
        ),
    )


def _change(change: Change) -> rx.Component:
    return rx.el.tr(
        rx.el.th(change.name, scope="row"),
        rx.el.td(change.before, class_name="cx-words"),
        rx.el.td(change.after, class_name="cx-words"),
    )


def _other(label: str, event: Any) -> rx.Component:
    return rx.el.button(
        label, type="button", class_name="usa-button usa-button--outline", on_click=event
    )


def _shown() -> rx.Component:
    shown = State.shown
    return rx.el.section(
        rx.el.h2("Version ", shown.version, " with sample data", id=SHOWN, tab_index=-1),
        rx.cond(
            shown.fills.length() > 0,
            rx.foreach(shown.fills, _fill),
            empty("It can’t be shown yet, because something in it has to be mended first."),
        ),
        rx.cond(
            shown.flaws.length() > 0,
            rx.el.ul(
                rx.foreach(
                    shown.flaws, lambda flaw: rx.el.li(rx.el.strong(flaw.where), ": ", flaw.message)
                ),
                class_name="usa-list",
            ),
        ),
        class_name="cx-section",
    )


def _fill(fill: Fill) -> rx.Component:
    return rx.el.div(
        rx.el.h3(fill.name),
        rx.el.div(
            _side("English", "en", fill.english, fill.english_size),
            _side("Spanish", "es", fill.spanish, fill.spanish_size),
            class_name="cx-sides",
        ),
    )


def _side(name: str, lang: str, words: Any, size: Any) -> rx.Component:
    return rx.el.div(
        rx.el.h4(name, class_name="cx-eyebrow"),
        rx.el.p(words, class_name="cx-words cx-words--sample", lang=lang),
        rx.cond(size, rx.el.p(size, class_name="cx-card__meta")),
    )


def _form() -> rx.Component:
    return card(
        rx.el.h2("A new version", id="form-title", tab_index=-1),
        rx.el.p(
            "Saved versions are never changed: saving makes the next one. What you type is kept "
            "while you write."
        ),
        rx.el.details(
            rx.el.summary("Fields that are filled in when a message is made"),
            table(
                "Write them with their braces",
                ["Field", "What it becomes", "Where it may stand"],
                rx.foreach(State.desk.fields, _field),
            ),
        ),
        rx.el.form(
            *[rx.cond(State.desk.parts.contains(part), _part(part)) for part in PARTS],
            rx.el.div(
                submit("Save as a new version"),
                _other("Check the words", State.check),
                _other("Discard what I wrote", State.discard),
                class_name="cx-inline",
            ),
            on_submit=State.save,
            no_validate=True,
            class_name="cx-form cx-form--wide",
        ),
    )


def _field(line: FieldLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(rx.el.code(line.name), scope="row"), rx.el.td(line.meaning), rx.el.td(line.where)
    )


def _part(part: str) -> rx.Component:
    return rx.el.div(
        *[_input(part, lang) for lang in LANGUAGE_NAMES],
        class_name="cx-sides",
    )


def _input(part: str, lang: str) -> rx.Component:
    name = f"{lang}_{part}"
    shared = {
        "error": State.errors[name],
        "value": State.values[name],
        "key": f"{name}-{State.form_key}",
        "keep": State.keep,
        "lang": lang,
    }
    label = f"{PART_NAMES[part]}, {LANGUAGE_NAMES[lang]}"
    if part.endswith("subject"):
        return text_field(name, label, max_length=LONGEST_SUBJECT_TYPED, **shared)
    hint = HINTS.get((part, lang), "")
    rows = 4 if part == "text" else 8
    return text_area(name, label, hint=hint, max_length=MAX_BODY, rows=rows, **shared)
