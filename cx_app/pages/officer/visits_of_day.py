"""Who comes to an office on a day, and whether they came. In English."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import empty, slim_alert, table, when_loaded
from cx_app.components.fields import submit
from cx_app.pages.page import Audience, portal_page
from cx_app.services.appointment_requests.came import VisitLine
from cx_app.state.officer.visits_of_day import VisitsOfDayState


@portal_page(
    "/officer/offices/visits",
    title="Who comes",
    audience=Audience.OFFICER,
    on_load=[VisitsOfDayState.load],
    crumbs=[("/officer/appointments", "Visits")],
)
def visits_of_day() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Who comes"),
        rx.el.p(
            "The visits of a day at an office. Say who came and who did not; you can say otherwise "
            "later, and both stay on record.",
            class_name="usa-intro",
        ),
        when_loaded(VisitsOfDayState.loaded, _page(), label="Loading the visits", lines=6),
    )


def _page() -> rx.Component:
    page = VisitsOfDayState.page
    return rx.cond(
        VisitsOfDayState.offices.length() > 0,
        rx.fragment(
            _choose(),
            rx.el.h2(page.office, ", ", page.said),
            rx.cond(VisitsOfDayState.done, slim_alert("success", VisitsOfDayState.done, id="done")),
            rx.cond(
                VisitsOfDayState.problem,
                slim_alert("error", VisitsOfDayState.problem, id="problem"),
            ),
            rx.cond(
                page.lines.length() > 0,
                table(
                    "In order of time",
                    ["Time", "Who", "For", "Came?", "Say"],
                    rx.foreach(page.lines, _visit),
                ),
                empty("No visit that you can work on is booked on this day."),
            ),
            rx.cond(
                page.withheld > 0,
                rx.el.p("Visits that are for a supervisor or a colleague: ", page.withheld),
            ),
        ),
        empty("No field office yet. Offices come with the agency’s case feed."),
    )


def _choose() -> rx.Component:
    return rx.el.form(
        rx.el.div(
            rx.el.label("Office", html_for="office", class_name="usa-label"),
            rx.el.select(
                rx.foreach(
                    VisitsOfDayState.offices,
                    lambda one: rx.el.option(one.name, value=one.id),
                ),
                id="office",
                name="office",
                default_value=VisitsOfDayState.office_id,
                class_name="usa-select",
            ),
            class_name="usa-form-group",
        ),
        rx.el.div(
            rx.el.label("Day", html_for="day", class_name="usa-label"),
            rx.el.input(
                id="day",
                name="day",
                type="date",
                default_value=VisitsOfDayState.page.day,
                class_name="usa-input",
            ),
            class_name="usa-form-group",
        ),
        submit("Show", outline=True),
        on_submit=VisitsOfDayState.choose,
        no_validate=True,
        class_name="cx-filter-row",
    )


def _visit(line: VisitLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.starts, scope="row"),
        rx.el.td(
            line.name,
            rx.el.div(rx.el.a(line.reference, href="/officer/appointments/" + line.reference)),
        ),
        rx.el.td(line.reason),
        rx.el.td(line.state),
        rx.el.td(
            _say("Came", line, True, line.may_say_yes),
            _say("Did not come", line, False, line.may_say_no),
        ),
    )


def _say(label: str, line: VisitLine, came: bool, possible: Any) -> rx.Component:
    return rx.cond(
        possible,
        rx.el.button(
            label,
            rx.el.span(": ", line.name, ", ", line.starts, class_name="usa-sr-only"),
            type="button",
            on_click=VisitsOfDayState.say(line.id, came),
            class_name="usa-button usa-button--unstyled cx-act",
        ),
    )
