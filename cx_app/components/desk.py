"""What the desks of officers are made of: queues to choose from, what came of an act, acts in rows,
pages of a long list. In English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import reflex as rx

from cx_app.components.content import Text, alert, empty
from cx_app.components.fields import Choice


def choices_of(words: Mapping[Any, str]) -> list[Choice]:
    """Each value of a table, in its words."""
    return [Choice(str(value), said) for value, said in words.items()]


def options_of(words: Mapping[Any, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same for a `select_field`."""
    return [("", [(str(value), said) for value, said in words.items()])]


def press(label: str, on_click: Any, key: str, *, outline: bool = False) -> rx.Component:
    """An act that has a key of its own on the keyboard."""
    return rx.el.button(
        label,
        type="button",
        on_click=on_click,
        data_key=key,
        class_name="usa-button usa-button--outline" if outline else "usa-button",
    )


def choice_button(*label: Any, chosen: Any, on_click: Any, **props: Any) -> rx.Component:
    """One of several that stand beside each other; which one is chosen is heard, too."""
    return rx.el.button(
        *label,
        type="button",
        aria_pressed=rx.cond(chosen, "true", "false"),
        on_click=on_click,
        class_name="usa-button usa-button--outline cx-choice",
        **props,
    )


def queues(state: Any, label: str, *, by_key: bool = False) -> rx.Component:
    """The state's `tabs` with their counts, one of which is its `tab`; `by_key` gives each its
    key on the keyboard."""
    return rx.el.div(
        rx.foreach(
            state.tabs,
            lambda one: choice_button(
                one.label,
                " ",
                rx.el.span(one.count, class_name="cx-count"),
                chosen=state.tab == one.value,
                on_click=state.choose(one.value),
                **({"data_key": one.key} if by_key else {}),
            ),
        ),
        class_name="cx-choices",
        role="group",
        aria_label=label,
    )


def find_field(label: Any, found: Any, **props: Any) -> rx.Component:
    """Where a list is searched, beside what else narrows it; `found` is what was searched last."""
    return rx.el.div(
        rx.el.label(label, html_for="find", class_name="usa-label"),
        rx.el.input(
            id="find",
            name="find",
            type="search",
            default_value=found,
            max_length=80,
            auto_complete="off",
            class_name="usa-input",
            **props,
        ),
        class_name="usa-form-group cx-narrow__find",
    )


def came_of_it(state: Any, *more: Any, id: str = "answer") -> rx.Component:
    """The state's `done` or `problem` after an act; takes the focus by its `id`."""
    return rx.el.div(
        rx.cond(state.done, alert("success", "Done", state.done)),
        rx.cond(state.problem, alert("error", "That did not work", state.problem, urgent=True)),
        *more,
        id=id,
        tab_index=-1,
    )


def not_opened(heading: str, why: Text, back: str, path: str) -> rx.Component:
    """In place of what does not exist or is not theirs, and the way back."""
    return rx.fragment(
        rx.el.h1(heading), empty(why, rx.el.a(back, href=path, class_name="usa-button"))
    )


def no_authority() -> rx.Component:
    """Above a request that somebody made for another person whom they do not represent now."""
    return alert(
        "warning",
        "Asked without authority",
        "Whoever asked as a representative has no Form G-28 in force for this person. Ask the "
        "person before you decide, on a number or at an address on file.",
    )


def row_act(label: str, about: Any, on_click: Any) -> rx.Component:
    """What can be done with one row of a table; `about` is for who hears it without the row."""
    return rx.el.button(
        label,
        about,
        type="button",
        class_name="usa-button usa-button--unstyled cx-act",
        on_click=on_click,
    )


def cancel(on_click: Any) -> rx.Component:
    """Beside the button that does it; a dialog has a `cancel_button` of its own."""
    return rx.el.button(
        "Cancel",
        type="button",
        class_name="usa-button usa-button--unstyled",
        on_click=on_click,
    )


def pages_of(state: Any, size: int, *, rows: Any = None, total: Any = None) -> rx.Component:
    """Which rows of how many stand here: the state's `first`, `rows` and `total`, unless these are
    given, and its `turn`."""
    rows, total = (state.rows if rows is None else rows), (state.total if total is None else total)
    return rx.el.div(
        rx.el.p(
            state.first,
            " to ",
            state.first + rows.length() - 1,
            " of ",
            total,
            class_name="cx-card__meta",
        ),
        _turn(state, "Earlier", -1, state.first > 1),
        _turn(state, "Later", 1, state.first + size <= total),
        class_name="cx-inline",
    )


def _turn(state: Any, label: str, pages: int, possible: Any) -> rx.Component:
    return rx.cond(
        possible,
        rx.el.button(
            label,
            type="button",
            class_name="usa-button usa-button--outline",
            on_click=state.turn(pages),
        ),
    )
