"""A support center's day: who comes when, and closing it. In English."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import card, empty, table, tag, when_loaded
from cx_app.components.desk import came_of_it, cancel, pages_of
from cx_app.components.fields import Choice, radio_group, select_field, submit
from cx_app.pages.page import Audience, portal_page
from cx_app.services.biometrics.day import Visitor
from cx_app.services.biometrics.desk import PAGE
from cx_app.state.officer.center_day import REASONS, CenterDayState


@portal_page(
    "/officer/reschedules/centers/[office_id]",
    title="A center’s day",
    audience=Audience.OFFICER,
    on_load=[CenterDayState.load],
    crumbs=[("/officer/reschedules", "Biometrics")],
)
def center_day() -> rx.Component:
    return when_loaded(
        CenterDayState.loaded,
        rx.cond(CenterDayState.refused, _nothing(), _day()),
        label="Loading the day",
        lines=6,
    )


def _nothing() -> rx.Component:
    return rx.fragment(
        rx.el.h1("There is no such center"),
        empty(
            "Choose one from the list.",
            rx.el.a("Back to biometrics", href="/officer/reschedules", class_name="usa-button"),
        ),
    )


def _day() -> rx.Component:
    page = CenterDayState.page
    return rx.fragment(
        rx.el.h1(page.name),
        rx.el.div(
            _turn("Day before", page.before),
            rx.el.h2(page.day, id="day-title", tab_index=-1),
            _turn("Day after", page.after),
            class_name="cx-inline",
        ),
        rx.el.form(
            rx.el.div(
                rx.el.label("Another day", html_for="day", class_name="usa-label"),
                rx.el.input(
                    id="day",
                    name="day",
                    type="date",
                    default_value=page.iso,
                    key=page.iso,
                    class_name="usa-input",
                ),
                class_name="usa-form-group",
            ),
            submit("Show", outline=True),
            on_submit=CenterDayState.go,
            class_name="cx-filter-row",
        ),
        came_of_it(CenterDayState),
        rx.el.dl(
            _figure("This center is", rx.cond(page.closed, "Closed", "Open")),
            _figure("People who come", page.coming),
            _figure("Free times", page.free),
            class_name="cx-figures",
        ),
        rx.cond(
            page.visitors.length() > 0,
            rx.fragment(
                rx.el.h3("Who comes", id="visitors", tab_index=-1, class_name="usa-sr-only"),
                table(
                    "Who comes, in order of time",
                    ["Time", "Person", "Receipt number", "To know"],
                    rx.foreach(page.visitors, _visitor),
                ),
                pages_of(CenterDayState, PAGE, rows=page.visitors, total=page.coming),
            ),
            empty("Nobody has an appointment for biometrics on this day."),
        ),
        rx.el.div(
            rx.cond(page.by_us, _open_day()),
            rx.cond(page.long_closed, _open_long()),
            rx.cond(page.ahead & (page.closed == ""), _close()),
            class_name="cx-section",
        ),
    )


def _figure(term: str, value: object) -> rx.Component:
    return rx.el.div(rx.el.dt(term), rx.el.dd(value))


def _turn(label: str, day: rx.Var[str]) -> rx.Component:
    return rx.el.button(
        label,
        type="button",
        class_name="usa-button usa-button--outline",
        on_click=CenterDayState.on_day(day),
    )


def _visitor(one: Visitor) -> rx.Component:
    return rx.el.tr(
        rx.el.th(one.time, scope="row"),
        rx.el.td(
            rx.cond(
                one.appointment_id,
                rx.el.a(one.name, href="/officer/reschedules/" + one.appointment_id),
                one.name,
            )
        ),
        rx.el.td(one.receipt_number),
        rx.el.td(
            rx.cond(one.moved, tag("Moved here, new notice")),
            rx.cond(one.no_seat, tag("No free seat at this time", "you")),
        ),
    )


def _close() -> rx.Component:
    page = CenterDayState.page
    return card(
        rx.el.h2("Close it"),
        rx.el.p(
            "Nothing more is offered from this moment on. A minute later everybody is moved and "
            "told; it does not count as one of their own moves."
        ),
        rx.el.form(
            radio_group(
                "how",
                "For how long?",
                [
                    Choice("day", "This day", "They go to the next date at this center"),
                    Choice("long", "Until further notice", "They go to the next nearest center"),
                ],
                key=page.iso,
            ),
            select_field(
                "reason", "Why", [("", list(REASONS.items()))], any_label="Choose", key=page.iso
            ),
            submit("Close it…", outline=True),
            on_submit=CenterDayState.begin,
            class_name="cx-form",
        ),
        rx.cond(CenterDayState.sure, _sure()),
    )


def _sure() -> rx.Component:
    page = CenterDayState.page
    return rx.el.div(
        rx.el.h3("Are you sure?", id="sure", tab_index=-1),
        rx.cond(
            CenterDayState.sure == "day",
            rx.el.p("People who will be moved from ", page.day, ": ", page.coming),
            rx.el.p("Everybody from now on will be moved to other centers."),
        ),
        rx.el.div(
            rx.el.button(
                "Yes, close it",
                type="button",
                class_name="usa-button",
                on_click=CenterDayState.close,
            ),
            cancel(CenterDayState.cancel),
            class_name="cx-inline",
        ),
        class_name="cx-section",
    )


def _open_day() -> rx.Component:
    return _open(
        "This day is closed", "Open the day again", CenterDayState.page.ahead, CenterDayState.reopen
    )


def _open_long() -> rx.Component:
    return _open(
        "Closed until further notice", "Open the center again", True, CenterDayState.open_again
    )


def _open(title: str, label: str, possible: rx.Var[bool] | bool, event: object) -> rx.Component:
    return card(
        rx.el.h2(title),
        rx.el.p("Whoever was moved stays where they are; they can choose another time."),
        rx.cond(
            possible,
            rx.el.button(label, type="button", class_name="usa-button", on_click=event),
        ),
    )
