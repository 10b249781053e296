"""One request for a visit on one screen: what was asked, who asks, what came before. In English."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.attachments import files_for_staff
from cx_app.components.content import alert, card, facts, tag
from cx_app.components.desk import came_of_it
from cx_app.components.shortcuts import shortcuts
from cx_app.components.undo import undo_bar
from cx_app.pages.officer.appointment_deciding import deciding
from cx_app.pages.officer.reasons import opened_file
from cx_app.pages.page import Audience, portal_page
from cx_app.services.appointment_requests.file_parts import Check, Earlier, StepLine
from cx_app.state.officer.appointment_deciding import VisitDecidingState
from cx_app.state.officer.appointment_file import VisitFileState
from cx_app.state.session import SessionState


@portal_page(
    "/officer/appointments/[reference]",
    title="Request for a visit",
    audience=Audience.OFFICER,
    on_load=[VisitDecidingState.start, VisitFileState.load],
    crumbs=[("/officer/appointments", "Visits")],
)
def visit_file() -> rx.Component:
    return rx.el.div(
        opened_file(
            VisitFileState,
            _page(),
            shut="This request can’t be opened",
            back=("/officer/appointments", "Back to visits"),
            why="This request does not wait for an officer. Its people can read your reason.",
            button="Open the request",
            label="Loading the request",
            lines=8,
        ),
        class_name="cx-desk",
        data_shortcuts="visit",
    )


def _page() -> rx.Component:
    file = VisitFileState.file
    return rx.fragment(
        rx.el.h1(file.reason, ", ", file.name),
        rx.el.div(
            tag(file.state, rx.cond(file.may_decide, "you", "agency")),
            rx.cond(file.mark, tag(file.mark, "you")),
            rx.cond(file.protected, tag("Protected: 8 USC 1367", "you")),
            rx.el.span("Reference ", rx.el.strong(file.reference), class_name="cx-whole"),
            rx.cond(
                VisitFileState.next_path,
                rx.el.a("Next request", href=VisitFileState.next_path, data_key="n"),
            ),
            class_name="cx-inline",
        ),
        came_of_it(
            VisitFileState,
            rx.cond(
                VisitFileState.lost,
                alert("warning", "Not yours any more", VisitFileState.lost, urgent=True),
            ),
        ),
        undo_bar(VisitFileState, file.undo, "the decision about this request"),
        rx.el.div(
            rx.el.div(
                _asked(), _files(), _checks(), _case(), _earlier(), _steps(), class_name="cx-file"
            ),
            rx.el.div(deciding(), class_name="cx-file__panel"),
            class_name="cx-split cx-split--desk",
        ),
        shortcuts(
            ("a", "Claim"),
            ("b", "Put back"),
            ("1", "Needed"),
            ("2", "Not needed"),
            ("3", "Ask the person"),
            ("4", "Log a call"),
            ("m", "Move the visit"),
            ("c", "Cancel the visit"),
            ("o", "Open it again"),
            ("y", "Agree with a colleague"),
            ("r", "Do not agree"),
            ("z", "Undo"),
            ("n", "Next request"),
        ),
    )


def _asked() -> rx.Component:
    file = VisitFileState.file
    return card(
        rx.el.h2("What was asked"),
        facts(
            ("Asked", rx.fragment(file.asked, " · ", file.asked_as)),
            (
                "Waiting",
                rx.fragment(file.age, " on our clock, ", file.total, " in all"),
            ),
            ("Answer due", rx.cond(file.due, file.due, "Nothing is due")),
            ("Office", rx.fragment(file.office, ", for ZIP code ", file.zip_code)),
            ("Answer in", file.language),
        ),
        _when(file.visit, facts(("Visit", file.visit))),
        _when(file.travel, facts(("Travels on", file.travel))),
        _lines("Reach them", file.contact),
        _lines("Told of the person", file.person),
        _lines("Preferred", file.wishes),
        _lines("Can’t come", file.away),
        _lines("Needs", file.needs),
        _when(file.note, rx.el.blockquote(file.note, class_name="cx-said")),
    )


def _files() -> rx.Component:
    return card(
        rx.el.h2("Files"), files_for_staff(VisitFileState.files, csrf=SessionState.csrf), quiet=True
    )


def _checks() -> rx.Component:
    return card(
        rx.el.h2("Who asks"),
        rx.el.ul(rx.foreach(VisitFileState.file.checks, _check), class_name="cx-known"),
    )


def _check(one: Check) -> rx.Component:
    return rx.el.li(one.says, data_ok=rx.cond(one.ok, "yes", "no"))


def _case() -> rx.Component:
    case = VisitFileState.file.case
    return rx.cond(
        case.id,
        card(
            rx.el.h2(rx.el.a(case.receipt, href="/officer/cases/" + case.id), " · ", case.form),
            rx.el.p(rx.el.strong(case.status), " · ", rx.el.span(case.status_es, lang="es")),
            rx.el.ul(rx.foreach(case.history, lambda line: rx.el.li(line)), class_name="usa-list"),
        ),
        card(rx.el.h2("Case"), rx.el.p("No case that we know is named."), quiet=True),
    )


def _earlier() -> rx.Component:
    return rx.cond(
        VisitFileState.file.earlier.length() > 0,
        card(
            rx.el.h2("Earlier requests"),
            rx.el.ul(rx.foreach(VisitFileState.file.earlier, _one_earlier), class_name="usa-list"),
        ),
    )


def _one_earlier(one: Earlier) -> rx.Component:
    return rx.el.li(
        rx.el.a(one.reference, href=one.path),
        ", ",
        one.asked,
        ": ",
        one.reason,
        ", ",
        one.state,
    )


def _steps() -> rx.Component:
    return card(
        rx.el.h2("What has happened"),
        rx.el.ol(
            rx.foreach(VisitFileState.file.steps, _step),
            reversed=True,
            class_name="cx-steps-taken",
        ),
    )


def _step(one: StepLine) -> rx.Component:
    return rx.el.li(
        rx.el.strong(one.what),
        rx.el.div(one.at, " · ", one.by, class_name="cx-table__note"),
        rx.cond(one.words, rx.el.blockquote(one.words, class_name="cx-said")),
    )


def _lines(term: str, lines: Any) -> rx.Component:
    return rx.cond(
        lines.length() > 0,
        facts(
            (
                term,
                rx.el.ul(rx.foreach(lines, lambda line: rx.el.li(line)), class_name="cx-plain"),
            )
        ),
    )


def _when(there: Any, shown: rx.Component) -> rx.Component:
    return rx.cond(there, shown)
