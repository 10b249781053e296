"""Why do you open this case? Asked with a search, or on the case itself."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import when_loaded
from cx_app.components.desk import choices_of, not_opened
from cx_app.components.fields import radio_group, submit
from cx_app.services.openings.words import REASONS
from cx_app.state.officer.cases import CaseSearchState, StaffCaseState

CHOICES = choices_of(REASONS)


def reason_with_search() -> rx.Component:
    """One choice for all cases that the search finds; left open, each case asks."""
    return rx.el.div(
        rx.el.label("Why are you looking?", html_for="reason", class_name="usa-label"),
        rx.el.span(
            "Left open, each case asks before it opens", id="reason-hint", class_name="usa-hint"
        ),
        rx.el.select(
            rx.el.option("Ask me at each case", value=""),
            *[rx.el.option(choice.label, value=choice.value) for choice in CHOICES],
            id="reason",
            name="reason",
            default_value=CaseSearchState.reason,
            key="reason-" + CaseSearchState.reason,
            aria_describedby="reason-hint",
            class_name="usa-select",
        ),
        class_name="usa-form-group cx-form",
    )


def why_open(
    state: Any, sentence: str, button: str = "Open the case", **likely: Any
) -> rx.Component:
    """The question of a desk in place of what does not wait there. The state has `say_why`."""
    return rx.fragment(
        rx.el.h1("Why do you open this case?"),
        rx.el.p(sentence, class_name="usa-intro"),
        rx.el.form(
            radio_group("reason", "Your reason", CHOICES, **likely),
            submit(button),
            on_submit=state.say_why,
            class_name="cx-form",
        ),
    )


def opened_file(
    state: Any,
    file: rx.Component,
    *,
    shut: str,
    back: tuple[str, str],
    why: str,
    button: str = "Open the case",
    label: str,
    lines: int = 6,
) -> rx.Component:
    """What an `OpenedFile` opens on record; before that its reason, where nothing waits. `shut`
    says that it can't be opened, and `back` is the path and the words that lead on then."""
    path, words = back
    return when_loaded(
        state.loaded,
        rx.cond(
            state.refused,
            not_opened(shut, state.refused, words, path),
            rx.cond(state.asks, why_open(state, why, button), file),
        ),
        label=label,
        lines=lines,
    )


def ask_why() -> rx.Component:
    """Nothing of the case is shown yet. The likely reason is chosen: one press opens it."""
    likely = StaffCaseState.likely
    return rx.fragment(
        why_open(
            StaffCaseState,
            "Its people can read your reason under their activity, with your role and without "
            "your name.",
            value=likely,
            key=likely,
        ),
        rx.el.p(rx.el.a("Not now, back to the search", href="/officer"), class_name="cx-section"),
    )
