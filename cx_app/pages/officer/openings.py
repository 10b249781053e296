"""For supervisors: openings held back, unusual reading, and a day of one person. In English."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert, card, empty, table, tag, when_loaded
from cx_app.pages.officer.hold_form import hold_button, hold_form
from cx_app.pages.page import Audience, portal_page
from cx_app.services.openings.holds import HoldLine
from cx_app.services.openings.of_day import ReadLine
from cx_app.services.openings.reading import DayBar, ReadingLine
from cx_app.state.officer.openings import DayReadState, OpeningsState

DAY_PAGE = "/officer/openings/[day]/[account_id]"


@portal_page(
    "/officer/openings",
    title="Openings",
    audience=Audience.OFFICER,
    on_load=[OpeningsState.load],
    crumbs=[("/officer", "Find a case")],
)
def openings() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Openings of cases"),
        rx.el.p(
            "What staff open and why, what their reading looks like, and what is held back from "
            "the people of a case.",
            class_name="usa-intro",
        ),
        when_loaded(
            OpeningsState.loaded,
            rx.fragment(_reading(), _holds()),
            label="Loading openings",
            lines=6,
        ),
    )


def _reading() -> rx.Component:
    read = OpeningsState.reading
    return rx.el.section(
        rx.el.h2("Unusual reading"),
        rx.el.p(
            "What stands out deserves a question; it proves nothing. An opening is explained when "
            "an alert or a request was waiting on the case."
        ),
        rx.el.div(
            rx.el.p(read.first_day, " to ", read.last_day, aria_live="polite"),
            rx.el.button(
                "A week earlier",
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=OpeningsState.earlier,
            ),
            rx.cond(
                read.is_now,
                None,
                rx.el.button(
                    "A week later",
                    type="button",
                    class_name="usa-button usa-button--outline",
                    on_click=OpeningsState.later,
                ),
            ),
            class_name="cx-inline",
        ),
        rx.cond(
            read.lines.length() > 0,
            rx.el.div(rx.foreach(read.lines, _person), class_name="cx-reading"),
            empty("Nobody you watch over opened a case in these days."),
        ),
        rx.cond(
            read.left_out > 0,
            rx.el.p("And ", read.left_out, " more people, with less that stands out."),
        ),
    )


def _person(line: ReadingLine) -> rx.Component:
    return card(
        rx.el.div(
            rx.el.h3(line.name, class_name="cx-card__title"),
            rx.cond(line.reasons.length() > 0, tag("Look at this", "you"), tag("As usual")),
            class_name="cx-card__head",
        ),
        rx.el.p(
            line.openings,
            " openings, ",
            rx.el.strong(line.unexplained),
            " with nothing waiting on the case",
        ),
        rx.cond(
            line.reasons.length() > 0,
            rx.el.ul(rx.foreach(line.reasons, lambda one: rx.el.li(one)), class_name="usa-list"),
        ),
        rx.el.div(rx.foreach(line.days, _bar), class_name="cx-bars", aria_hidden="true"),
        rx.el.details(
            rx.el.summary("Day by day", rx.el.span(", ", line.name, class_name="usa-sr-only")),
            table(
                "Openings of " + line.name,
                ["Day", "Openings", "Nothing waiting"],
                rx.foreach(line.days, lambda day: _day(day, line)),
            ),
        ),
    )


def _bar(day: DayBar) -> rx.Component:
    return rx.el.span(
        rx.el.span(class_name="cx-bars__bar", style={"height": day.height.to_string() + "%"}),
        rx.el.span(day.name, class_name="cx-bars__name"),
        class_name="cx-bars__day",
    )


def _day(day: DayBar, line: ReadingLine) -> rx.Component:
    address = "/officer/openings/" + day.day + "/" + line.account_id
    return rx.el.tr(
        rx.el.th(
            rx.cond(
                day.openings > 0,
                rx.el.a(
                    day.name, rx.el.span(", ", line.name, class_name="usa-sr-only"), href=address
                ),
                day.name,
            ),
            scope="row",
        ),
        rx.el.td(day.openings),
        rx.el.td(day.unexplained),
    )


def _holds() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Held back"),
        rx.cond(OpeningsState.said, alert("success", OpeningsState.said)),
        rx.cond(
            OpeningsState.holds.length() > 0,
            table(
                "What ends first on top",
                ["Case", "Opened", "Until", "Why", "Held back by", "End"],
                rx.foreach(OpeningsState.holds, _hold),
            ),
            empty("Nothing is held back. Openings are held back on the page of their case."),
        ),
        class_name="cx-section",
    )


def _hold(hold: HoldLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(rx.el.a(hold.receipt_number, href="/officer/cases/" + hold.case_id), scope="row"),
        rx.el.td(hold.opened, rx.el.br(), hold.by),
        rx.el.td(hold.until),
        rx.el.td(hold.reason, rx.cond(hold.note, rx.el.p(hold.note))),
        rx.el.td(hold.held_by),
        rx.el.td(
            rx.el.button(
                "Show it now",
                rx.el.span(" to the people of ", hold.receipt_number, class_name="usa-sr-only"),
                type="button",
                class_name="usa-button usa-button--unstyled",
                on_click=OpeningsState.end(hold.id),
            )
        ),
    )


@portal_page(
    DAY_PAGE,
    title="A day",
    audience=Audience.OFFICER,
    on_load=[DayReadState.load],
    crumbs=[("/officer", "Find a case"), ("/officer/openings", "Openings")],
)
def day_read() -> rx.Component:
    return when_loaded(
        DayReadState.loaded,
        rx.cond(DayReadState.refused, _nothing(), _read()),
        label="Loading the day",
        lines=6,
    )


def _nothing() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Nothing to see here"),
        empty(
            "There are no openings here that you can look at.",
            rx.el.a("Back to openings", href="/officer/openings", class_name="usa-button"),
        ),
    )


def _read() -> rx.Component:
    page = DayReadState.page
    return rx.fragment(
        rx.el.h1(page.name, id="openings-title", tab_index=-1),
        rx.el.p(page.day, class_name="usa-intro"),
        rx.el.p(
            "That you looked here is recorded. Openings can be held back from here: opening the case "
            "would be one more that its people see."
        ),
        rx.cond(DayReadState.said, alert("info", DayReadState.said)),
        table(
            "Cases opened on this day, in order of time",
            ["Case", "When", "Why", "Waiting on the case", "What stands out", "Its people"],
            rx.foreach(page.lines, _read_line),
        ),
        rx.cond(page.more, rx.el.p("The first 200 are shown.")),
        hold_form(DayReadState, heading=rx.el.h2),
    )


def _read_line(line: ReadLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(rx.el.a(line.receipt_number, href="/officer/cases/" + line.case_id), scope="row"),
        rx.el.td(line.when),
        rx.el.td(line.reason),
        rx.el.td(line.waiting),
        rx.el.td(rx.foreach(line.marks, lambda mark: tag(mark))),
        rx.el.td(hold_button(DayReadState, line.id, line.receipt_number, held=line.held)),
    )
