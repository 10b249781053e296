"""The page of a form in steps (`KeptSteps`): where one is, what to mend, the fields, back and on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import reflex as rx

from cx_app.components.acting import acting_for
from cx_app.components.content import Text, alert, error_summary, step_indicator, when_loaded
from cx_app.components.fields import submit
from cx_app.language import _, href
from cx_app.services.drafts.steps import ReviewLine


def kept_steps(
    state: Any,
    names: Mapping[Any, str],
    fields: list[Callable[[], Any]],
    *,
    here: str,
    kept: Text,
    refused: Any = None,
) -> rx.Component:
    """`names` and `fields` are those of the steps, in their order; the last step sends. `here` is
    the path of the form, `kept` says how long it keeps what is typed, and `refused` goes on where
    it said why nothing was sent."""
    steps, said = [str(step) for step in names], [_(name) for name in names.values()]
    forms = [
        _form(state, steps, number, shown(), here, kept) for number, shown in enumerate(fields)
    ]
    return when_loaded(
        state.loaded,
        rx.fragment(
            acting_for(state.acting, state.submits),
            _at_step(state, steps, [step_indicator(said, n) for n in range(1, len(steps) + 1)]),
            error_summary(_("Please check what you typed"), state.summary),
            rx.cond(
                state.refused,
                alert(
                    "warning",
                    _("We did not send this request"),
                    state.refused,
                    refused,
                    id="refusal",
                    urgent=True,
                ),
            ),
            _at_step(state, steps, forms),
        ),
        label=_("Loading the form"),
        lines=8,
    )


def review_lines(state: Any, here: str) -> rx.Component:
    """All answers, each with the way to the step where it is changed."""
    return rx.el.dl(rx.foreach(state.lines, lambda line: _line(line, here)), class_name="cx-facts")


def _at_step(state: Any, steps: list[str], shown: list[rx.Component]) -> Any:
    """What belongs to the step that one is at."""
    return rx.match(state.step, *zip(steps[1:], shown[1:], strict=True), shown[0])


def _form(
    state: Any, steps: list[str], number: int, fields: Any, here: str, kept: Text
) -> rx.Component:
    sends = number == len(steps) - 1
    back = rx.el.a(
        _("Back"),
        href=href(f"{here}?step={steps[number - 1]}"),
        class_name="usa-button usa-button--outline",
    )
    return rx.el.form(
        fields,
        rx.el.div(
            submit(_send_label(state) if sends else _("Continue")),
            back if number else None,
            class_name="cx-inline",
        ),
        _start_again(state, kept) if number else None,
        on_submit=state.send if sends else state.next_step,
        no_validate=True,
        key=steps[number],
        class_name="usa-form cx-form cx-visit",
    )


def _send_label(state: Any) -> Any:
    """What is prepared is not sent yet, and what waits for review is only saved."""
    return rx.cond(
        state.changes,
        _("Save the change"),
        rx.cond(state.submits, _("Hand in for review"), _("Send request")),
    )


def _start_again(state: Any, kept: Text) -> rx.Component:
    return rx.el.p(
        kept,
        " ",
        rx.el.button(
            _("Delete it and start again"),
            type="button",
            on_click=state.start_again,
            class_name="usa-button usa-button--unstyled",
        ),
        class_name="cx-card__meta",
    )


def _line(line: ReviewLine, here: str) -> rx.Component:
    return rx.el.div(
        rx.el.dt(line.question),
        rx.el.dd(line.answer),
        rx.cond(
            line.step,
            rx.el.dd(
                rx.el.a(
                    _("Change"),
                    rx.el.span(" ", line.question, class_name="usa-sr-only"),
                    href=href(f"{here}?step=") + line.step,
                ),
                class_name="cx-facts__change",
            ),
        ),
        class_name="cx-facts__row",
    )
