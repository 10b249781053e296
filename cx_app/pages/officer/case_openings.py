"""The card "Openings of this case", for supervisors, on the case as staff see it."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert, card, empty, table, tag
from cx_app.pages.officer.hold_form import hold_button, hold_form
from cx_app.services.openings.of_case import OpeningLine
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
            hold_form(State),
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
                hold_button(State, line.id, line.who + ", " + line.when, held=line.held),
            ),
        ),
    )
