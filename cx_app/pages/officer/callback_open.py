"""Open a callback for somebody who phones. In English, but for what is read aloud."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import alert, card, error_summary, when_loaded
from cx_app.components.desk import options_of
from cx_app.components.fields import (
    Choice,
    checkbox,
    radio_group,
    select_field,
    select_one,
    submit,
    text_area,
    text_field,
)
from cx_app.domain.ticked import TICKED
from cx_app.pages.page import Audience, portal_page
from cx_app.services.callbacks import desk_words as words
from cx_app.services.messages.zones import zone_choices
from cx_app.state.officer.callback_open import CallbackOpenState


@portal_page(
    "/officer/callbacks/open",
    title="Open a callback for a caller",
    audience=Audience.OFFICER,
    on_load=[CallbackOpenState.load],
    crumbs=[("/officer/callbacks", "Callbacks")],
)
def callback_open() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Open a callback for a caller"),
        rx.el.p(
            "Somebody phones and no officer is free. They get in line like everybody else.",
            class_name="usa-intro",
        ),
        when_loaded(CallbackOpenState.loaded, _form(), label="Loading the form", lines=8),
    )


def _form() -> rx.Component:
    state = CallbackOpenState
    return rx.fragment(
        error_summary("Check these fields", state.summary),
        rx.cond(
            state.refused,
            alert(
                "warning",
                "Not opened",
                state.refused,
                rx.cond(
                    state.open_path,
                    rx.el.p(
                        rx.el.a("See it", href=state.open_path, class_name="usa-link"),
                        class_name="usa-alert__text",
                    ),
                ),
                id="refusal",
                urgent=True,
            ),
        ),
        rx.el.form(
            _whom(),
            _text(
                "name",
                "Name of the person to call",
                hint="Not needed where you chose somebody from a case",
                max_length=250,
            ),
            _text("phone", "Phone", hint="10 digits", max_length=40, input_mode="tel"),
            _box("on_that_phone", "They are speaking from this phone now"),
            select_field(
                "topic",
                "About",
                options_of(words.TOPICS),
                any_label="Choose",
                error=_error("topic"),
                value=state.values["topic"],
                key=state.form_key,
            ),
            select_field(
                "zone",
                "Time zone",
                [("", zone_choices())],
                any_label="Choose",
                hint="Ask where they will be. Do not guess it from the number.",
                error=_error("zone"),
                value=state.values["zone"],
                key=state.form_key,
            ),
            radio_group(
                "language",
                "Language of the call",
                [Choice(one, said) for one, said in words.LANGUAGES.items()],
                error=_error("language"),
                value=state.values["language"],
                key=state.form_key,
                on_change=lambda one: state.choose_language(one),
            ),
            _text("spoken", "Another language, for an interpreter (optional)", max_length=40),
            _box("relay", "They use TTY or a relay service"),
            text_area(
                "note",
                "What they said (optional)",
                hint="At most 1,000 characters",
                value=state.values["note"],
                key=state.form_key,
                rows=4,
            ),
            card(
                rx.el.h2("Texts before the call"),
                rx.el.p("Read this aloud, word for word:"),
                rx.el.p(state.wording, class_name="cx-quote", lang=state.values["language"]),
                _box("agreed", "I read it aloud, and they said yes"),
                rx.el.p(
                    "Your name, the time and these words are kept with it.",
                    class_name="cx-card__meta",
                ),
            ),
            submit("Put them in line"),
            on_submit=state.save,
            no_validate=True,
            class_name="usa-form cx-form cx-form--wide",
        ),
    )


def _whom() -> rx.Component:
    """Of the cases that are open to the officer; a stranger's case is opened first, on record."""
    state = CallbackOpenState
    return rx.cond(
        state.people,
        select_one(
            "about",
            "Case",
            rx.el.option("No case", value=""),
            rx.foreach(state.people, lambda one: rx.el.option(one["label"], value=one["value"])),
            hint="Of those that you have open. Check first who is speaking.",
            error=_error("about"),
            value=state.values["about"],
            key=state.form_key,
        ),
        rx.el.p(
            "About a case? ",
            rx.el.a("Find and open it first", href="/officer", class_name="usa-link"),
            ", then choose it here.",
        ),
    )


def _error(name: str) -> Any:
    return CallbackOpenState.errors.get(name, "")


def _text(name: str, label: str, **props: Any) -> rx.Component:
    state = CallbackOpenState
    return text_field(
        name,
        label,
        error=_error(name),
        value=state.values[name],
        key=state.form_key,
        **props,
    )


def _box(name: str, label: str) -> rx.Component:
    state = CallbackOpenState
    return checkbox(
        name,
        Choice(TICKED, label),
        checked=state.values[name] == TICKED,
        key=state.form_key,
        error=_error(name),
    )
