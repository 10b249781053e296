"""A question that has to be answered before anything else goes on."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import Text


def question(name: str, heading: Text, *body: Any) -> rx.Component:
    """A modal dialog for as long as it stands in the page: put it under a condition. Somewhere in
    `body` is a `cancel_button`, which Escape presses too. `assets/portal.js` opens it, and gives
    the focus back when it is gone."""
    return rx.el.dialog(
        rx.el.h2(heading, id=f"{name}-title"),
        *body,
        data_question="",
        aria_labelledby=f"{name}-title",
        class_name="cx-dialog",
    )


def sure(
    name: str, heading: Text, sentence: Text, *, yes: str, on_yes: Any, no: str, on_no: Any
) -> rx.Component:
    """Whether somebody means it: what it does, and the two ways on."""
    return question(
        name,
        heading,
        rx.el.p(sentence),
        rx.el.div(
            rx.el.button(yes, type="button", on_click=on_yes, class_name="usa-button"),
            cancel_button(on_no, no),
            class_name="cx-inline",
        ),
    )


def cancel_button(on_click: Any, label: str = "Cancel") -> rx.Component:
    return rx.el.button(
        label,
        type="button",
        class_name="usa-button usa-button--outline",
        on_click=on_click,
        data_cancel="",
    )
