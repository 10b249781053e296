"""A decision that nothing has left of yet: until when, and the way back."""

from __future__ import annotations

from typing import Any

import reflex as rx


def undo_bar(state: Any, held: Any, about: Any) -> rx.Component:
    """`held` is a `Pending`; nothing shows without an id. `about` tells a screen reader which
    decision the buttons mean."""
    return rx.cond(held.id, _bar(state, held, about))


def _bar(state: Any, held: Any, about: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.el.strong("Nothing has left yet. "),
            rx.cond(held.mine, "", held.by + " decided. "),
            "It leaves at ",
            held.until,
            ".",
            class_name="cx-undo__text",
        ),
        rx.cond(
            held.mine,
            rx.el.div(
                _button("Undo", about, state.undo_decision(held.id), "usa-button", data_key="z"),
                _button(
                    "Take another minute",
                    about,
                    state.take_longer(held.id),
                    "usa-button usa-button--outline",
                ),
                class_name="cx-undo__acts",
            ),
        ),
        rx.el.div(
            class_name="cx-undo__left",
            aria_hidden="true",
            style={"animationDuration": held.seconds.to_string() + "s"},
            key=held.until,
        ),
        class_name="cx-undo",
        role="group",
        aria_label="A decision that can be undone",
    )


def _button(label: str, about: Any, on_click: Any, look: str, **more: str) -> rx.Component:
    return rx.el.button(
        label,
        rx.el.span(" ", about, class_name="usa-sr-only"),
        type="button",
        class_name=look,
        on_click=on_click,
        **more,
    )
