"""The officer's home with the case search, and the case as staff see it. In English."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert, card, empty, facts, table, tag, when_loaded
from cx_app.components.desk import not_opened
from cx_app.components.fields import date_field, submit, text_field
from cx_app.components.timeline import moment, timeline
from cx_app.pages.officer.case_openings import case_openings
from cx_app.pages.officer.reasons import ask_why, reason_with_search
from cx_app.pages.page import Audience, portal_page
from cx_app.services.audit.alerts import AlertLine
from cx_app.services.cases.staff import FoundCase, StaffCode, StaffParty
from cx_app.services.cases.views import HistoryLine
from cx_app.state.officer.cases import CaseSearchState, StaffCaseState


@portal_page(
    "/officer",
    title="Find a case",
    audience=Audience.OFFICER,
    on_load=[CaseSearchState.load],
)
def find_case() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Find a case"),
        rx.el.p(
            "Each case you open is recorded, and its people can see that it was opened, and why.",
            class_name="usa-intro",
        ),
        rx.cond(
            CaseSearchState.error,
            alert("error", "That is not enough to search by", CaseSearchState.error, urgent=True),
        ),
        when_loaded(CaseSearchState.ready, _search(), label="Loading the search", lines=4),
        rx.cond(CaseSearchState.searched, _results()),
        rx.cond(CaseSearchState.alerts.length() > 0, _alerts()),
    )


def _alerts() -> rx.Component:
    return card(
        rx.el.h2("Look at these"),
        table(
            "Cases that somebody tried to reach many times with wrong codes in the past week",
            ["Receipt number", "When"],
            rx.foreach(CaseSearchState.alerts, _alert),
        ),
    )


def _alert(row: AlertLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(rx.el.a(row.receipt_number, href="/officer/cases/" + row.case_id), scope="row"),
        rx.el.td(row.when),
    )


def _search() -> rx.Component:
    return rx.el.form(
        rx.el.div(
            text_field("number", "Receipt number or A-Number", hint="One of the two is enough"),
            rx.el.div(
                text_field(
                    "name",
                    "Name",
                    hint="Any part, together with the date of birth",
                    max_length=200,
                ),
                date_field("Date of birth"),
            ),
            class_name="cx-search",
        ),
        reason_with_search(),
        submit("Search"),
        on_submit=CaseSearchState.search,
        no_validate=True,
        class_name="cx-form cx-form--wide",
        role="search",
    )


def _results() -> rx.Component:
    return rx.cond(
        CaseSearchState.found.length() > 0,
        table(
            "Cases found",
            ["Receipt number", "Form", "Person", "Part", "Status", "Office"],
            rx.foreach(CaseSearchState.found, _found),
        ),
        empty("No case matches. Check the number, or search by name and date of birth."),
    )


def _found(row: FoundCase) -> rx.Component:
    return rx.el.tr(
        rx.el.th(rx.el.a(row.receipt_number, href="/officer/cases/" + row.id), scope="row"),
        rx.el.td(row.form),
        rx.el.td(row.person, rx.cond(row.protected, tag("Protected", "you"))),
        rx.el.td(row.role),
        rx.el.td(row.status_title),
        rx.el.td(row.office),
    )


@portal_page(
    "/officer/cases/[case_id]",
    title="Case",
    audience=Audience.OFFICER,
    on_load=[StaffCaseState.load],
    crumbs=[("/officer", "Find a case")],
)
def staff_case() -> rx.Component:
    return when_loaded(
        StaffCaseState.loaded,
        rx.cond(
            StaffCaseState.refused,
            not_opened(
                "This case can’t be opened",
                StaffCaseState.refused,
                "Back to the search",
                "/officer",
            ),
            rx.cond(StaffCaseState.asks, ask_why(), _case()),
        ),
        label="Loading the case",
        lines=6,
    )


def _case() -> rx.Component:
    page = StaffCaseState.page
    return rx.fragment(
        rx.el.p(page.card.form, " · ", page.card.form_name, class_name="cx-eyebrow"),
        rx.el.h1(page.card.receipt_number),
        rx.el.div(
            tag(page.card.status_title, page.card.turn),
            rx.cond(page.protected, tag("Protected: 8 USC 1367", "you")),
            rx.el.span("Since ", page.card.since, class_name="cx-card__meta"),
            class_name="cx-inline",
        ),
        rx.el.div(
            rx.el.div(_parties(), _codes(), case_openings(), class_name="cx-grid__main"),
            rx.el.aside(
                card(
                    rx.el.h2("About this case"),
                    facts(
                        ("Received", page.received),
                        ("Filed", page.channel),
                        ("Office", page.office),
                    ),
                ),
                _biometrics(),
                _opened(),
                card(
                    rx.el.h2("History"),
                    timeline(page.history, _step),
                ),
                class_name="cx-grid__side",
            ),
            class_name="cx-grid",
        ),
    )


def _biometrics() -> rx.Component:
    return rx.cond(
        StaffCaseState.page.biometrics.length() > 0,
        card(
            rx.el.h2("Biometrics"),
            rx.el.p("Where it stands, booking by phone, a visit at home."),
            rx.el.ul(
                rx.foreach(
                    StaffCaseState.page.biometrics,
                    lambda one: rx.el.li(rx.el.a(one.name, href="/officer/reschedules/" + one.id)),
                ),
                class_name="usa-list",
            ),
        ),
    )


def _opened() -> rx.Component:
    """What was recorded just now, and the way back from a wrong case."""
    return card(
        rx.el.h2("You opened this case"),
        rx.el.p(StaffCaseState.reason, "."),
        rx.el.p("Is it the wrong one? Say so: its people read that it was a mistake."),
        rx.cond(StaffCaseState.problem, alert("info", StaffCaseState.problem)),
        rx.el.button(
            "Opened by mistake",
            type="button",
            class_name="usa-button usa-button--outline",
            on_click=StaffCaseState.was_mistake,
        ),
        quiet=True,
    )


def _parties() -> rx.Component:
    return card(
        rx.el.h2("People"),
        table(
            "People on the case",
            ["Name", "Part", "Date of birth", "A-Number", "Linked accounts"],
            rx.foreach(StaffCaseState.page.parties, _party),
        ),
        rx.foreach(
            StaffCaseState.page.representatives,
            lambda name: rx.el.p("Representative: ", name),
        ),
    )


def _party(row: StaffParty) -> rx.Component:
    return rx.el.tr(
        rx.el.th(row.name, scope="row"),
        rx.el.td(row.role),
        rx.el.td(row.birth_date),
        rx.el.td(row.a_number),
        rx.el.td(row.accounts),
    )


def _codes() -> rx.Component:
    return card(
        rx.el.h2("Online access codes"),
        rx.cond(
            StaffCaseState.page.codes.length() > 0,
            table(
                "Codes issued; nobody here can see a code itself",
                ["For", "Sent by", "Issued", "Valid until", "State"],
                rx.foreach(StaffCaseState.page.codes, _code),
            ),
            empty("No code was issued for this case."),
        ),
        rx.el.p(
            rx.el.a(
                "Requests, and the whole life of each code",
                href="/officer/codes/" + StaffCaseState.page.card.id,
            )
        ),
    )


def _code(row: StaffCode) -> rx.Component:
    return rx.el.tr(
        rx.el.td(row.holder),
        rx.el.td(row.channel),
        rx.el.td(row.issued),
        rx.el.td(row.valid_until),
        rx.el.td(row.state),
    )


def _step(line: HistoryLine) -> rx.Component:
    return moment(line.day, rx.el.h3(line.title))
