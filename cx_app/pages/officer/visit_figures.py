"""The figures of the desk of visits: charts, tables, and a file to take away. In English."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.bars import bar_table, stack, stack_key
from cx_app.components.content import card, empty, table, when_loaded
from cx_app.components.desk import choice_button
from cx_app.components.fields import submit
from cx_app.components.native import native_form
from cx_app.pages.page import Audience, portal_page
from cx_app.services.appointment_requests.figures import PERIODS, OfficerLine, OutcomeLine
from cx_app.state.officer.visit_figures import VisitFiguresState
from cx_app.state.session import SessionState

TONES = {
    "booked": "Booked",
    "unneeded": "Not needed",
    "asked": "Questions",
    "gone": "Withdrawn or expired",
}
COLUMNS = [
    *("Asked", "Booked", "Not needed", "Questions", "Withdrawn or expired"),
    *("Came", "Did not come", "Office closed", "In time"),
]


@portal_page(
    "/officer/offices/figures",
    title="Figures of visits",
    audience=Audience.OFFICER,
    on_load=[VisitFiguresState.load],
    crumbs=[("/officer/offices", "Offices")],
)
def visit_figures() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Figures of visits"),
        rx.el.p(
            "What waits for officers and for how long, and what became of requests for a visit.",
            class_name="usa-intro",
        ),
        when_loaded(VisitFiguresState.loaded, _figures(), label="Counting", lines=8),
    )


def _figures() -> rx.Component:
    shown = VisitFiguresState.shown
    return rx.fragment(
        rx.el.section(
            rx.el.h2("Now"),
            _numbers(
                ("Nobody’s yet", shown.unassigned),
                ("In review", shown.in_review),
                ("Late", shown.late),
                ("Oldest, in all", rx.cond(shown.oldest, shown.oldest, "none")),
                ("With the person", shown.with_person),
                ("Visits ahead", shown.booked),
            ),
            rx.el.div(
                bar_table("By when an answer is due", "Due", shown.due),
                bar_table("How long ago they were asked, pauses included", "Age", shown.ages),
                class_name="cx-split",
            ),
        ),
        rx.el.section(
            rx.el.h2("What became of them"),
            rx.el.div(
                *[_period(days) for days in PERIODS],
                class_name="cx-choices",
                role="group",
                aria_label="How many days",
            ),
            rx.el.p(shown.first_day, " to ", shown.last_day, aria_live="polite"),
            _numbers(
                ("Answered in time", rx.cond(shown.in_time, shown.in_time, "none yet")),
                ("Decisions taken back", shown.taken_back),
            ),
            rx.cond(
                shown.reasons.length() > 0,
                rx.fragment(
                    stack_key(TONES),
                    _outcomes("By reason", "Reason", shown.reasons),
                    _outcomes("By office", "Office", shown.offices),
                    _export(),
                ),
                empty("Nothing was asked or decided in these days."),
            ),
            class_name="cx-section",
        ),
        rx.el.section(
            rx.el.h2("By officer"),
            rx.cond(
                shown.officers.length() > 0,
                table(
                    "At work on now, and decisions in these days",
                    ["Officer", "At work on", "Decided", "Taken back"],
                    rx.foreach(shown.officers, _officer),
                ),
                empty("No officer has decided anything in these days."),
            ),
            class_name="cx-section",
        ),
    )


def _numbers(*pairs: tuple[str, Any]) -> rx.Component:
    return rx.el.dl(
        *[rx.el.div(rx.el.dt(term), rx.el.dd(value)) for term, value in pairs],
        class_name="cx-figures",
    )


def _period(days: int) -> rx.Component:
    return choice_button(
        f"{days} days",
        chosen=VisitFiguresState.shown.days == days,
        on_click=VisitFiguresState.choose(days),
    )


def _outcomes(caption: str, first: str, lines: Any) -> rx.Component:
    return table(caption, [first, *COLUMNS], rx.foreach(lines, _line))


def _line(line: OutcomeLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.name, stack(line.parts), scope="row"),
        rx.el.td(line.asked),
        rx.el.td(line.booked),
        rx.el.td(line.unneeded),
        rx.el.td(line.questions),
        rx.el.td(line.gone),
        rx.el.td(line.came),
        rx.el.td(line.missed),
        rx.el.td(line.closed),
        rx.el.td(line.in_time),
    )


def _officer(line: OfficerLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.name, scope="row"),
        rx.el.td(line.at_work_on),
        rx.el.td(line.decided),
        rx.el.td(line.taken_back),
    )


def _export() -> rx.Component:
    return card(
        rx.el.h3("Take it away as a table", class_name="cx-card__title"),
        rx.el.p("A CSV file: one line for each office and reason. That you took it is recorded."),
        native_form(
            rx.el.input(type="hidden", name="csrf", value=SessionState.csrf, read_only=True),
            rx.el.input(
                type="hidden",
                name="days",
                value=VisitFiguresState.shown.days.to_string(),
                read_only=True,
            ),
            submit("Download CSV", outline=True),
            action="/officer/offices/figures/export",
            method="post",
        ),
        quiet=True,
    )
