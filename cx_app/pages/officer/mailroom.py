"""The mailroom: print, count, mail, and scan what was spoilt or came back. In English."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import alert, card, empty, table, tag, when_loaded
from cx_app.components.fields import submit, text_field
from cx_app.components.native import native_form
from cx_app.pages.page import Audience, portal_page
from cx_app.services.mailroom.desk import BatchLine, NotMade
from cx_app.state.officer.mailroom import MailroomState, ScanLine
from cx_app.state.session import SessionState


@portal_page(
    "/officer/mailroom",
    title="Mailroom",
    audience=Audience.OFFICER,
    on_load=[MailroomState.load],
    crumbs=[("/officer", "Find a case")],
)
def mailroom() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Mailroom"),
        rx.el.p(
            "Print each batch on both sides, count it, and confirm that it was mailed. "
            "Scan letters that were spoilt or came back.",
            class_name="usa-intro",
        ),
        when_loaded(MailroomState.loaded, _page(), label="Loading the mailroom", lines=6),
    )


def _page() -> rx.Component:
    return rx.fragment(
        rx.cond(
            MailroomState.paused,
            alert("warning", "Letters are paused", "No new batch is made until they go on."),
        ),
        rx.cond(MailroomState.done, alert("success", "Mailed", MailroomState.done)),
        rx.cond(
            MailroomState.problem & ~MailroomState.problem_batch,
            alert("error", "That did not work", MailroomState.problem, urgent=True),
        ),
        _figures(),
        _order(),
        _section(
            "Batches to print and mail",
            rx.cond(
                MailroomState.ready.length() > 0,
                rx.foreach(MailroomState.ready, _batch),
                empty("Nothing waits to be printed. The next batch is made on its own."),
            ),
        ),
        _section(
            "Spoilt letters",
            rx.el.p(
                "A letter that can’t leave is never printed again: a new letter with a new code "
                "takes its place. Destroy the spoilt one."
            ),
            _scanner("spoilt", "Spoilt letter", MailroomState.scan_spoilt),
            _scans("Spoilt letters scanned", MailroomState.spoilt_scans),
        ),
        _section(
            "Returned mail",
            rx.el.p("A letter that the post brought back. Its code stops working at once."),
            _scanner("returned", "Returned letter", MailroomState.scan_returned),
            _scans("Returned letters scanned", MailroomState.returned_scans),
        ),
        rx.cond(MailroomState.not_made.length() > 0, _not_made()),
        _section(
            "Mailed lately",
            rx.cond(
                MailroomState.mailed.length() > 0,
                table(
                    "The newest first",
                    ["Batch", "Letters", "Spoilt", "Mailed"],
                    rx.foreach(MailroomState.mailed, _mailed),
                ),
                empty("No batch has been mailed yet."),
            ),
        ),
    )


def _section(title: str, *parts: Any) -> rx.Component:
    return rx.el.section(rx.el.h2(title), *parts, class_name="cx-section")


def _figures() -> rx.Component:
    counts = (
        ("Letters waiting", MailroomState.waiting),
        ("In a batch being made", MailroomState.being_made),
        ("Batches to mail", MailroomState.ready.length()),
        ("Came back in 30 days", MailroomState.returned),
    )
    return rx.el.dl(
        *[rx.el.div(rx.el.dt(term), rx.el.dd(count)) for term, count in counts],
        class_name="cx-figures",
    )


def _order() -> rx.Component:
    return rx.el.div(
        rx.el.p("The day’s post is made early in the morning of each business day."),
        rx.cond(
            MailroomState.ordered,
            rx.el.p(tag("A batch is being made")),
            rx.el.button(
                "Make a batch now",
                type="button",
                on_click=MailroomState.make_now,
                class_name="usa-button usa-button--outline",
            ),
        ),
        rx.el.p(MailroomState.order_said, role="status"),
    )


def _batch(batch: BatchLine) -> rx.Component:
    return card(
        rx.el.h3("Batch ", batch.number),
        rx.el.p("Made ", batch.made, ". ", rx.cond(batch.fetched, tag("Fetched"))),
        rx.el.p(rx.el.strong(batch.leaves), " should leave; ", batch.in_file, "."),
        rx.cond(
            batch.take_out.length() > 0,
            alert(
                "warning",
                "Take these letters out",
                rx.el.span(
                    "Their codes have ended. Scan them as spoilt: ", batch.take_out.join(", ")
                ),
            ),
        ),
        rx.el.div(
            _fetch(batch, "pdf", "Download PDF"),
            _fetch(batch, "manifest", "Download manifest"),
            class_name="cx-inline",
        ),
        _counts(batch),
    )


def _fetch(batch: BatchLine, part: str, label: str) -> rx.Component:
    return native_form(
        rx.el.input(type="hidden", name="csrf", value=SessionState.csrf, read_only=True),
        rx.el.input(type="hidden", name="batch", value=batch.id, read_only=True),
        rx.el.input(type="hidden", name="part", value=part, read_only=True),
        submit(
            rx.fragment(label, rx.el.span(" of batch ", batch.number, class_name="usa-sr-only")),
            outline=True,
        ),
        action="/downloads/letters",
        method="post",
    )


def _counts(batch: BatchLine) -> rx.Component:
    wrong = MailroomState.problem_batch == batch.id
    return rx.el.form(
        rx.cond(wrong, alert("error", "Not mailed", MailroomState.problem, urgent=True)),
        rx.el.input(type="hidden", name="batch", value=batch.id, read_only=True),
        rx.el.div(
            _count("letters", "Letters counted", batch),
            _count("sheets", "Sheets counted", batch),
            class_name="cx-inline",
        ),
        submit(
            rx.fragment(
                "Confirm mailing",
                rx.el.span(" of batch ", batch.number, class_name="usa-sr-only"),
            )
        ),
        on_submit=MailroomState.confirm,
        no_validate=True,
        class_name="cx-form",
    )


def _count(name: str, label: str, batch: BatchLine) -> rx.Component:
    field = name + "-" + batch.id
    return rx.el.div(
        rx.el.label(
            label,
            rx.el.span(", batch ", batch.number, class_name="usa-sr-only"),
            html_for=field,
            class_name="usa-label",
        ),
        rx.el.input(
            id=field,
            name=field,
            type="text",
            input_mode="numeric",
            max_length=9,
            auto_complete="off",
            class_name="usa-input usa-input--small",
        ),
    )


def _scanner(name: str, label: str, event: Any) -> rx.Component:
    """A scanner types the digits and presses Enter; the field is emptied and keeps the focus."""
    return rx.el.form(
        text_field(
            name,
            label,
            hint="Scan its bar code, or type the 16 digits and press Enter",
            max_length=40,
            input_mode="numeric",
        ),
        submit("Record", outline=True),
        on_submit=event,
        reset_on_submit=True,
        no_validate=True,
        class_name="cx-form",
    )


def _scans(label: str, lines: Any) -> rx.Component:
    return rx.el.div(
        rx.cond(
            lines.length() > 0,
            rx.el.ol(
                rx.foreach(lines, _scan), reversed=True, aria_label=label, class_name="usa-list"
            ),
        ),
        role="status",
    )


def _scan(line: ScanLine) -> rx.Component:
    return rx.el.li(
        rx.el.strong(line.number),
        " ",
        rx.cond(line.good, tag("Done"), tag("Look")),
        " ",
        line.words,
        rx.cond(
            line.good & (line.case_id != ""),
            rx.fragment(" ", rx.el.a("Open its case", href="/officer/cases/" + line.case_id)),
        ),
        key=line.n.to_string(),
    )


def _not_made() -> rx.Component:
    return _section(
        "Letters that could not be made",
        table(
            "The oldest first",
            ["Letter", "Why", "Since", "Case"],
            rx.foreach(MailroomState.not_made, _failed),
        ),
    )


def _failed(row: NotMade) -> rx.Component:
    return rx.el.tr(
        rx.el.th(row.kind, scope="row"),
        rx.el.td(row.reason),
        rx.el.td(row.since),
        rx.el.td(
            rx.cond(
                row.case_id,
                rx.el.a(
                    "Open the case",
                    rx.el.span(" of this ", row.kind, ", ", row.since, class_name="usa-sr-only"),
                    href="/officer/cases/" + row.case_id,
                ),
            )
        ),
    )


def _mailed(batch: BatchLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(batch.number, scope="row"),
        rx.el.td(batch.letters),
        rx.el.td(batch.spoilt),
        rx.el.td(batch.mailed),
    )
