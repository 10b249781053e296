"""What the desks beside the desk of codes look like: the list, and the form of a decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import reflex as rx

from cx_app.components.content import alert, empty, table, when_loaded
from cx_app.components.desk import choices_of
from cx_app.components.fields import radio_group, submit

DESKS = (
    ("/officer/codes/disputes", "Disputes"),
    ("/officer/codes/addresses", "Changes of address"),
    ("/officer/codes/shared-addresses", "Shared addresses"),
)


def other_desks(here: str) -> rx.Component:
    links = [rx.el.a(name, href=path) for path, name in DESKS if path != here]
    return rx.el.p(*links, class_name="cx-inline")


def work(
    state: Any,
    one: str,
    title: str,
    *,
    caption: str,
    columns: list[Any],
    row: Callable[[Any], rx.Component],
    nothing: str,
    chosen: rx.Component,
) -> rx.Component:
    """Complete in itself, for a page or a tab of one; the page loads `state.load`. `one` is what
    the state's `Work` calls a row."""
    return when_loaded(
        state.loaded,
        rx.fragment(
            rx.el.h2(title, id=f"{one}s-title", tab_index=-1),
            rx.cond(state.said, alert("success", state.said, id=f"{one}s-said")),
            rx.cond(
                state.lines.length() > 0,
                table(caption, [*columns, "Look"], rx.foreach(state.lines, row)),
                empty(nothing),
            ),
            rx.cond(state.chosen.line.id, chosen),
        ),
        label="Loading " + title[0].lower() + title[1:],
    )


def look_cell(state: Any, row_id: Any, *at_what: Any) -> rx.Component:
    """The last cell of a row; `at_what` is for who hears it without the row."""
    return rx.el.td(
        rx.el.button(
            "Look",
            rx.el.span(*at_what, class_name="usa-sr-only"),
            type="button",
            class_name="usa-button usa-button--unstyled",
            on_click=state.choose(row_id),
        )
    )


def found_out(
    state: Any,
    one: str,
    reasons: Mapping[Any, str],
    button: str,
    *,
    hint: str = "",
    key: Any = None,
) -> rx.Component:
    """`key` changes where the same row is decided about anew: nothing is chosen then."""
    return rx.el.form(
        radio_group(
            f"{one}_reason",
            "What did you find out?",
            choices_of(reasons),
            hint=hint,
            error=state.error,
            key=state.chosen.line.id if key is None else key,
        ),
        rx.el.div(submit(button), close(state), class_name="cx-inline cx-section"),
        on_submit=state.decide,
        no_validate=True,
        class_name="cx-form",
        aria_labelledby=f"{one}-title",
    )


def close(state: Any) -> rx.Component:
    return rx.el.button(
        "Close",
        type="button",
        class_name="usa-button usa-button--unstyled",
        on_click=state.leave,
    )


def lines_of(lines: Any) -> rx.Component:
    """Such as those of an address."""
    return rx.el.div(rx.foreach(lines, lambda line: rx.el.div(line)), class_name="cx-lines")
