"""Holding an opening back: the button at an opening, and the form that it opens."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.desk import cancel, choices_of
from cx_app.components.fields import radio_group, submit, text_area, text_field
from cx_app.services.openings.holds import NOTE_LENGTH
from cx_app.services.openings.words import HOLD_REASONS


def hold_button(state: Any, opening_id: Any, about: Any, *, held: Any) -> rx.Component:
    return rx.el.button(
        rx.cond(held, "Change…", "Hold back…"),
        rx.el.span(" the opening of ", about, class_name="usa-sr-only"),
        type="button",
        class_name="usa-button usa-button--unstyled cx-phone",
        on_click=state.choose(opening_id),
    )


def hold_form(state: Any, *, heading: Any = rx.el.h3) -> rx.Component:
    """Shows while an opening is chosen."""
    title = heading("Hold back an opening", id="hold-title", tab_index=-1)
    return rx.cond(state.chosen, _form(state, title))


def _form(state: Any, title: rx.Component) -> rx.Component:
    return rx.el.form(
        title,
        rx.el.p(state.about),
        rx.el.p(
            "Its people see it from the day you choose, in its place in time. What you decide is "
            "recorded with your name."
        ),
        radio_group(
            "hold_reason",
            "Why is it held back?",
            choices_of(HOLD_REASONS),
            error=state.reason_error,
            key=state.chosen,
        ),
        _day(state),
        text_area(
            "hold_note",
            "Note for other supervisors",
            hint=f"Up to {NOTE_LENGTH} characters; kept sealed",
            max_length=NOTE_LENGTH,
            key=state.chosen,
            rows=3,
        ),
        rx.el.div(
            submit("Hold back"),
            cancel(state.leave),
            class_name="cx-inline cx-section",
        ),
        on_submit=state.hold,
        no_validate=True,
        class_name="cx-form cx-section",
        aria_labelledby="hold-title",
    )


def _day(state: Any) -> rx.Component:
    """The browser's own picker of days, within the days that are allowed."""
    return text_field(
        "hold_day",
        "From which day do they see it?",
        hint=state.days.between,
        error=state.day_error,
        key=state.chosen,
        type="date",
        min=state.days.first,
        max=state.days.last,
    )
