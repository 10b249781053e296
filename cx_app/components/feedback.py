"""The questions about how it went: thumbs first, then what was behind it, then one's own words.

`state` has `trust`, `errors` and `form_key`, and the event `choose` for the thumbs.
"""

from __future__ import annotations

from typing import Any, Final

import reflex as rx

from cx_app.components.fields import Choice, checkbox, text_area
from cx_app.domain.feedback import PREFIX, Driver
from cx_app.language import _

COMMENT: Final = 1_000
UP: Final = (
    "M7 11v9H3v-9h4Zm2 9V11l4-8c1.7 0 2.6 1 2.6 2.6V9H20a2 2 0 0 1 2 2.3l-1.1 7A2 2 0 0 1 19 20H9Z"
)
DOWN: Final = (
    "M17 13V4h4v9h-4Zm-2-9v9l-4 8c-1.7 0-2.6-1-2.6-2.6V15H4a2 2 0 0 1-2-2.3l1.1-7A2 2 0 0 1 5 4h10Z"
)


def thumbs(state: Any, question: str) -> rx.Component:
    """One or the other, as two large things to press."""
    name = f"{PREFIX}trust"
    error = state.errors.get(name, "")
    return rx.el.fieldset(
        rx.el.legend(question, class_name="usa-legend"),
        rx.cond(error, rx.el.span(error, id=f"{name}-error", class_name="usa-error-message")),
        rx.el.div(
            _thumb(state, name, "up", _("Yes, thumbs up"), UP),
            _thumb(state, name, "down", _("No, thumbs down"), DOWN),
            class_name="cx-thumbs",
        ),
        id=name,
        tab_index=-1,
        aria_describedby=rx.cond(error, f"{name}-error", ""),
        class_name=rx.cond(
            error,
            "usa-fieldset usa-form-group usa-form-group--error",
            "usa-fieldset usa-form-group",
        ),
    )


def _thumb(state: Any, name: str, value: str, label: str, drawn: str) -> rx.Component:
    svg = rx.el.svg
    return rx.el.div(
        rx.el.input(
            id=f"{name}-{value}",
            type="radio",
            name=name,
            value=value,
            key=state.form_key,
            on_change=state.choose(value),
            class_name="usa-radio__input usa-radio__input--tile",
        ),
        rx.el.label(
            svg(
                svg.path(d=drawn, fill="currentColor"),
                view_box="0 0 24 24",
                aria_hidden="true",
                class_name="cx-thumbs__hand",
            ),
            label,
            html_for=f"{name}-{value}",
            class_name="usa-radio__label",
        ),
        class_name="usa-radio",
    )


def behind_it(state: Any, good: dict[Driver, str], bad: dict[Driver, str]) -> rx.Component:
    """What went well or did not, once the thumb is up or down. Its words are message ids."""
    up = state.trust == "up"
    return rx.cond(
        state.trust,
        rx.el.fieldset(
            rx.el.legend(
                rx.cond(up, _("What went well?"), _("What did not go well?")),
                class_name="usa-legend",
            ),
            rx.el.span(_("Choose all that fit, or none."), class_name="usa-hint"),
            *[
                checkbox(
                    f"{PREFIX}{driver}",
                    Choice(str(driver), rx.cond(up, _(said), _(bad[driver]))),
                    key=state.form_key,
                )
                for driver, said in good.items()
            ],
            key=state.trust,
            class_name="usa-fieldset usa-form-group cx-boxes",
        ),
    )


def in_own_words(state: Any) -> rx.Component:
    return text_area(
        f"{PREFIX}comment",
        _("Anything else? (optional)"),
        hint=_("Please leave out names and numbers. We can’t answer here."),
        error=state.errors.get(f"{PREFIX}comment", ""),
        key=state.form_key,
        max_length=2 * COMMENT,
        rows=3,
    )
