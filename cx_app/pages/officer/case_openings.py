"""The card "Openings of this case", for supervisors, on the case as staff see it."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert, card, empty, table, tag
from cx_app.components.fields import Choice, radio_group, submit, text_area
from cx_app.services.openings.holds import NOTE_LENGTH
from cx_app.services.openings.of_case import OpeningLine
from cx_app.services.openings.words import HOLD_REASONS
from cx_app.state.officer.case_openings import CaseOpeningsState as State


def case_openings() -> rx.Component:
    return rx.cond(
        State.loaded,
        card(
            rx.el.h2("Openings of this case", id="openings-title", tab_index=-1),
            rx.cond(State.said, alert("info", State.said)),
            rx.cond(
                State.openings.lines.length() > 0,
                table(
                    "Newest first",
                    ["When", "Who", "Why", "Its people"],
                    rx.foreach(State.openings.lines, _line),
                ),
                empty("Nobody opened this case yet."),
            ),
            rx.cond(
                State.openings.more,
                rx.el.button(
                    "Show older",
                    type="button",
                    class_name="usa-button usa-button--outline",
                    on_click=State.show_older,
                ),
            ),
            rx.cond(State.chosen, _hold()),
        ),
    )


def _line(line: OpeningLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.when, scope="row"),
        rx.el.td(line.who, rx.el.br(), line.role),
        rx.el.td(line.reason, rx.cond(line.mistake, tag("Opened by mistake"))),
        rx.el.td(
            rx.cond(
                line.held,
                rx.el.p(tag("Held back", "agency"), " ", line.held),
                rx.el.p("can see it"),
            ),
            rx.cond(
                line.may_hold,
                rx.el.button(
                    rx.cond(line.held, "Change…", "Hold back…"),
                    rx.el.span(
                        " the opening of ", line.who, ", ", line.when, class_name="usa-sr-only"
                    ),
                    type="button",
                    class_name="usa-button usa-button--unstyled cx-phone",
                    on_click=State.choose(line.id),
                ),
            ),
        ),
    )


def _hold() -> rx.Component:
    return rx.el.form(
        rx.el.h3("Hold back an opening", id="hold-title", tab_index=-1),
        rx.el.p(State.about),
        rx.el.p(
            "Its people see it from the day you choose, in its place in time. What you decide is "
            "recorded with your name."
        ),
        radio_group(
            "hold_reason",
            "Why is it held back?",
            [Choice(reason.value, words) for reason, words in HOLD_REASONS.items()],
            error=State.reason_error,
            key=State.chosen,
        ),
        _day(),
        text_area(
            "hold_note",
            "Note for other supervisors",
            hint=f"Up to {NOTE_LENGTH} characters; kept sealed",
            max_length=NOTE_LENGTH,
            key=State.chosen,
            rows=3,
        ),
        rx.el.div(
            submit("Hold back"),
            rx.el.button(
                "Cancel",
                type="button",
                class_name="usa-button usa-button--unstyled",
                on_click=State.leave,
            ),
            class_name="cx-inline cx-section",
        ),
        on_submit=State.hold,
        no_validate=True,
        class_name="cx-form cx-section",
        aria_labelledby="hold-title",
    )


def _day() -> rx.Component:
    """The browser's own picker of days, within the days that are allowed."""
    wrong = rx.cond(State.day_error, "true", "false")
    return rx.el.div(
        rx.el.label("From which day do they see it?", html_for="hold_day", class_name="usa-label"),
        rx.el.span(
            State.openings.between,
            id="hold_day-hint",
            class_name="usa-hint",
        ),
        rx.cond(
            State.day_error,
            rx.el.span(State.day_error, id="hold_day-error", class_name="usa-error-message"),
        ),
        rx.el.input(
            id="hold_day",
            name="hold_day",
            type="date",
            min=State.openings.first_day,
            max=State.openings.last_day,
            key=State.chosen,
            aria_describedby=rx.cond(
                State.day_error, "hold_day-error hold_day-hint", "hold_day-hint"
            ),
            aria_invalid=wrong,
            class_name="usa-input",
        ),
        class_name=rx.cond(
            State.day_error, "usa-form-group usa-form-group--error", "usa-form-group"
        ),
    )
