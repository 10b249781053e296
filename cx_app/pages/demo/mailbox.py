"""The demo's mailbox: letters, e-mails and texts as they look where they arrive."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import empty, tag, when_loaded
from cx_app.components.native import native_link
from cx_app.pages.demo.conversation import conversation, pieces, status
from cx_app.pages.demo.simulator import simulator
from cx_app.pages.page import Audience, portal_page
from cx_app.services.messages.mailbox import Delivered
from cx_app.state.demo.mailbox import MailboxState

EMPTY = {
    "": "Nothing has arrived yet. Letters take a few seconds after the start.",
    "letter": "No letter has arrived yet.",
    "email": "No e-mail has arrived yet.",
    "sms": "No text has arrived yet. Sign in, add a phone number under Settings, and agree to texts.",
}


@portal_page(
    "/demo/mailbox",
    title="Demo mailbox",
    audience=Audience.DEMO,
    on_load=[MailboxState.load],
)
def mailbox() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Demo mailbox"),
        rx.el.p(
            "Every letter, e-mail and text that the portal sent, the newest first. New ones show "
            "by themselves. In a real installation they go to the printer, the mail provider and "
            "the phone carrier instead.",
            class_name="usa-intro",
        ),
        rx.el.div(
            rx.el.div(_filters(), _said(), _arrived(), class_name="cx-grid__main"),
            rx.el.aside(simulator(), class_name="cx-grid__side", aria_label="How to use it"),
            class_name="cx-grid",
        ),
    )


def _filters() -> rx.Component:
    counts = MailboxState.counts
    kinds = (
        ("", "All", counts.all),
        ("letter", "Letters", counts.letter),
        ("email", "E-mails", counts.email),
        ("sms", "Texts", counts.sms),
    )
    return rx.el.div(
        rx.el.div(
            *[_kind(*kind) for kind in kinds],
            role="group",
            aria_label="What to show",
            class_name="cx-kinds",
        ),
        rx.el.form(
            rx.el.label(
                "Name, address, phone or receipt number",
                html_for="wanted",
                class_name="usa-label",
            ),
            rx.el.div(
                rx.el.input(
                    id="wanted",
                    name="wanted",
                    type="search",
                    max_length=100,
                    auto_complete="off",
                    default_value=MailboxState.wanted,
                    key=MailboxState.fresh,
                    class_name="usa-input",
                ),
                rx.el.button("Find", type="submit", class_name="usa-button usa-button--outline"),
                class_name="cx-find",
            ),
            on_submit=MailboxState.find,
            role="search",
        ),
    )


def _kind(value: str, name: str, count: Any) -> rx.Component:
    return rx.el.button(
        name,
        rx.el.span(count, class_name="cx-kinds__count"),
        type="button",
        aria_pressed=rx.cond(MailboxState.kind == value, "true", "false"),
        on_click=MailboxState.choose(value),
    )


def _said() -> rx.Component:
    return rx.el.div(
        rx.cond(MailboxState.said, rx.el.p(MailboxState.said, class_name="cx-note")),
        role="status",
    )


def _arrived() -> rx.Component:
    return when_loaded(
        MailboxState.loaded,
        rx.fragment(
            rx.cond(
                MailboxState.rows.length() > 0,
                rx.el.div(rx.foreach(MailboxState.rows, _delivery), class_name="cx-cards"),
            ),
            rx.cond(
                MailboxState.talks.length() > 0,
                rx.el.div(rx.foreach(MailboxState.talks, conversation), class_name="cx-cards"),
            ),
            rx.cond(
                (MailboxState.rows.length() == 0) & (MailboxState.talks.length() == 0),
                _nothing(),
            ),
            rx.cond(
                (MailboxState.older != "") | MailboxState.more_talks,
                rx.el.button(
                    "Show older",
                    type="button",
                    class_name="usa-button usa-button--outline",
                    on_click=MailboxState.show_older,
                ),
            ),
        ),
        label="Loading the mailbox",
        lines=6,
    )


def _nothing() -> rx.Component:
    return rx.cond(
        MailboxState.wanted,
        empty(
            "Nothing here matches.",
            rx.el.button(
                "Show everything",
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=MailboxState.show_all,
            ),
        ),
        empty(
            rx.match(
                MailboxState.kind,
                *[(kind, words) for kind, words in EMPTY.items() if kind],
                EMPTY[""],
            )
        ),
    )


def _delivery(row: Delivered) -> rx.Component:
    return rx.match(
        row.channel,
        ("letter", _letter(row)),
        ("email", _email(row)),
        _text(row),
    )


def _letter(row: Delivered) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            tag("Letter"),
            rx.el.span(row.when, class_name="cx-mail__when"),
            class_name="cx-mail__head",
        ),
        rx.el.p(row.addressee, class_name="cx-mail__window"),
        rx.el.h2(row.subject, class_name="cx-mail__subject"),
        rx.cond(
            row.document,
            native_link(
                "Open the letter (PDF)",
                rx.el.span(" of ", row.when, class_name="usa-sr-only"),
                href=row.document,
                target="_blank",
                class_name="usa-button usa-button--outline",
            ),
        ),
        _details("Read its words here", row),
        key=row.id,
        class_name="cx-card cx-mail cx-mail--letter",
    )


def _details(summary: str, row: Delivered) -> rx.Component:
    return rx.el.details(
        rx.el.summary(summary),
        rx.el.pre(row.body, class_name="cx-mail__body", tab_index=0),
    )


def _email(row: Delivered) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            tag("E-mail"),
            status(row.status),
            rx.el.span(row.when, class_name="cx-mail__when"),
            class_name="cx-mail__head",
        ),
        rx.el.h2(row.subject, class_name="cx-mail__subject"),
        rx.el.dl(
            _header("From", row.sender),
            _header("To", row.addressee),
            class_name="cx-mail__headers",
        ),
        rx.el.p(pieces(row.pieces), class_name="cx-mail__text"),
        rx.cond(
            row.calendar,
            rx.el.p(
                "Attached: ",
                native_link("appointment.ics", href=row.calendar, class_name="usa-link"),
                class_name="cx-mail__file",
            ),
        ),
        key=row.id,
        class_name="cx-card cx-mail cx-mail--email",
    )


def _header(name: str, value: Any) -> rx.Component:
    return rx.el.div(rx.el.dt(name), rx.el.dd(value))


def _text(row: Delivered) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            tag("Text"),
            status(row.status),
            rx.el.span(row.when, class_name="cx-mail__when"),
            class_name="cx-mail__head",
        ),
        rx.el.h2("Text to ", row.addressee, class_name="cx-mail__subject"),
        rx.el.p(pieces(row.pieces), class_name="cx-bubble", data_side="in"),
        rx.cond(
            row.can_answer,
            rx.el.button(
                "Answer it",
                rx.el.span(" as ", row.addressee, class_name="usa-sr-only"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=MailboxState.open_conversation(row.addressee),
            ),
        ),
        key=row.id,
        class_name="cx-card cx-mail cx-mail--text",
    )
