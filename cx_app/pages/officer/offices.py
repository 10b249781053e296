"""Offices, and the calendar of one: closures, other hours, usual hours. In English."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.bars import fill
from cx_app.components.content import card, empty, slim_alert, table, tag, when_loaded
from cx_app.components.desk import cancel
from cx_app.components.dialog import cancel_button, question
from cx_app.components.fields import Choice, radio_group, submit
from cx_app.components.month import month_table
from cx_app.pages.officer.office_hours import usual_hours
from cx_app.pages.page import Audience, portal_page
from cx_app.services.offices.day import TimeLine
from cx_app.services.offices.overview import OfficeLine
from cx_app.services.offices.words import CLOSURES
from cx_app.state.officer.office_hours import OfficeHoursState
from cx_app.state.officer.offices import OfficesState, OfficeState

BESIDE = (
    ("/officer/offices/visits", "Who comes"),
    ("/officer/offices/figures", "Figures of visits"),
    ("/officer/offices/quality", "Quality of decisions"),
    ("/officer/offices/rules", "Reasons, targets and limits"),
)
REASONS = [Choice(reason.value, said) for reason, said in CLOSURES.items()]


@portal_page(
    "/officer/offices",
    title="Offices",
    audience=Audience.OFFICER,
    on_load=[OfficesState.load],
)
def offices() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Offices"),
        rx.el.p(
            "Where people are seen, how full the next 14 days are, and what is closed. Choose an "
            "office to see its calendar.",
            class_name="usa-intro",
        ),
        beside(),
        when_loaded(
            OfficesState.loaded,
            rx.cond(
                OfficesState.rows.length() > 0,
                table(
                    "By name; bookings of the next 14 days",
                    ["Office", "Kind", "Today", "Booked", "Closed next"],
                    rx.foreach(OfficesState.rows, _office),
                ),
                empty("No office yet. Offices come with the agency’s case feed."),
            ),
            label="Loading the offices",
            lines=6,
        ),
    )


def beside() -> rx.Component:
    """The pages beside this one."""
    return rx.el.nav(
        *[
            rx.el.a(label, href=href, class_name="usa-button usa-button--outline cx-choice")
            for href, label in BESIDE
        ],
        class_name="cx-choices",
        aria_label="Beside this page",
    )


def _office(row: OfficeLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(rx.el.a(row.name, href="/officer/offices/" + row.id), scope="row"),
        rx.el.td(row.kind),
        rx.el.td(tag(row.today, row.tone)),
        rx.el.td(
            rx.cond(
                row.seats > 0,
                rx.fragment(
                    row.booked, " of ", row.seats, " (", row.percent, " %)", fill(row.percent)
                ),
                "No times",
            )
        ),
        rx.el.td(rx.cond(row.closed_next, row.closed_next, "Nothing in 14 days")),
    )


@portal_page(
    "/officer/offices/[office_id]",
    title="Calendar of an office",
    audience=Audience.OFFICER,
    on_load=[OfficeState.load, OfficeHoursState.load],
    crumbs=[("/officer/offices", "Offices")],
)
def office() -> rx.Component:
    return when_loaded(
        OfficeState.loaded,
        rx.cond(OfficeState.missing, _missing(), _calendar()),
        label="Loading the calendar",
        lines=8,
    )


def _missing() -> rx.Component:
    return rx.fragment(
        rx.el.h1("There is no such office"),
        empty(
            "It may have another address in the portal now.",
            rx.el.a("All offices", href="/officer/offices", class_name="usa-button"),
        ),
    )


def _calendar() -> rx.Component:
    page = OfficeState.page
    return rx.fragment(
        rx.el.h1(page.office),
        rx.el.p(
            page.kind, " · times as on its own clock, ", page.time_zone, class_name="usa-intro"
        ),
        rx.el.div(
            rx.el.div(
                month_table(
                    page,
                    OfficeState.day.day,
                    on_choose=OfficeState.choose,
                    on_turn=OfficeState.turn,
                ),
                class_name="cx-grid__main",
            ),
            rx.el.div(_day(), class_name="cx-grid__side"),
            class_name="cx-grid",
        ),
        usual_hours(),
        rx.cond(OfficeState.doing == "close", _close()),
    )


def _day() -> rx.Component:
    day = OfficeState.day
    return card(
        rx.el.h2(day.said, id="day", tab_index=-1),
        rx.cond(OfficeState.done, slim_alert("success", OfficeState.done, id="done")),
        rx.el.div(
            tag(day.label, day.tone),
            rx.cond(day.hours, rx.el.span(day.hours)),
            class_name="cx-inline",
        ),
        rx.cond(day.why, rx.el.p(day.why)),
        rx.cond(OfficeState.doing == "hours", _other_hours(), _acts()),
        rx.cond(
            day.times.length() > 0,
            table(
                "Times of the day",
                ["Time", "For", "Booked", "Free"],
                rx.foreach(day.times, _time),
            ),
            rx.el.p("No times on this day.", class_name="cx-card__meta"),
        ),
    )


def _acts() -> rx.Component:
    day = OfficeState.day
    return rx.el.div(
        _press("Close this day…", OfficeState.begin("close"), day.may_close),
        _press("Other hours…", OfficeState.begin("hours"), day.may_close | day.may_reopen),
        _press("Back to usual hours", OfficeState.open_again, day.may_reopen),
        class_name="cx-inline",
    )


def _press(label: str, event: Any, possible: Any) -> rx.Component:
    return rx.cond(
        possible,
        rx.el.button(
            label,
            type="button",
            on_click=event,
            class_name="usa-button usa-button--outline",
        ),
    )


def _time(line: TimeLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.starts, scope="row"),
        rx.el.td(line.service),
        rx.el.td(line.booked, " of ", line.seats, _held(line)),
        rx.el.td(rx.cond(line.over, "Over", line.free)),
    )


def _held(line: TimeLine) -> rx.Component:
    return rx.cond(
        line.held > 0, rx.el.span(line.held, " being chosen", class_name="cx-table__note")
    )


def _close() -> rx.Component:
    day = OfficeState.day
    return question(
        "close-day",
        "Close the office for a day?",
        rx.el.p(rx.el.strong(day.said), ", ", OfficeState.page.office, "."),
        rx.el.p(
            rx.cond(
                day.bookings > 0,
                rx.fragment(
                    "Booked that day: ",
                    rx.el.strong(day.bookings),
                    ". Visits are called off and their people told at once, with a way to rebook. "
                    "Their requests go to the front of the desk.",
                ),
                "Nobody is booked that day.",
            )
        ),
        _problem(),
        rx.el.form(
            radio_group(
                "close_reason",
                "Why is it closed?",
                REASONS,
                error=OfficeState.reason_error,
                key=day.day,
            ),
            rx.el.div(
                submit("Close the office"),
                cancel_button(OfficeState.close),
                class_name="cx-dialog__buttons",
            ),
            on_submit=OfficeState.shut,
            no_validate=True,
        ),
    )


def _problem() -> rx.Component:
    return rx.cond(OfficeState.problem, slim_alert("error", OfficeState.problem, id="problem"))


def _other_hours() -> rx.Component:
    return rx.el.form(
        rx.el.h3("Other hours on this day"),
        _problem(),
        _clock("opens", "Opens"),
        _clock("closes", "Closes"),
        radio_group(
            "hours_reason", "Why?", REASONS, error=OfficeState.reason_error, key=OfficeState.day.day
        ),
        rx.el.div(submit("Set these hours"), cancel(OfficeState.close), class_name="cx-inline"),
        on_submit=OfficeState.change,
        no_validate=True,
        class_name="cx-form",
    )


def _clock(name: str, label: str) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=name, class_name="usa-label"),
        rx.el.input(
            id=name, name=name, type="time", key=OfficeState.day.day, class_name="usa-input"
        ),
        class_name="usa-form-group",
    )
