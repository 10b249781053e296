"""The demo's mailbox: what arrived, as it arrived."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import card, empty, tag, when_loaded
from cx_app.components.native import native_link
from cx_app.pages.page import Audience, portal_page
from cx_app.services.messages.mailbox import Delivered
from cx_app.state.demo.pages import MailboxState


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
            "Every letter and e-mail that the portal sent, newest first. In a real installation "
            "they reach the printer and the mail provider instead.",
            class_name="usa-intro",
        ),
        rx.el.button(
            "Look again",
            type="button",
            class_name="usa-button usa-button--outline",
            on_click=MailboxState.load,
        ),
        when_loaded(
            MailboxState.loaded,
            rx.cond(
                MailboxState.deliveries.length() > 0,
                rx.el.div(rx.foreach(MailboxState.deliveries, _delivery), class_name="cx-cards"),
                empty("Nothing has arrived yet. Letters take a few seconds after the start."),
            ),
            label="Loading the mailbox",
        ),
    )


def _delivery(row: Delivered) -> rx.Component:
    return card(
        rx.el.div(
            rx.el.h2(row.subject, class_name="cx-card__title"),
            tag(
                rx.match(
                    row.channel, ("letter", "Letter"), ("email", "E-mail"), ("sms", "Text"), ""
                )
            ),
            class_name="cx-card__head",
        ),
        rx.el.p(row.addressee, class_name="cx-mail__to"),
        rx.el.p(row.when, class_name="cx-card__meta"),
        rx.el.details(
            rx.el.summary("Read it"),
            rx.el.pre(row.body, class_name="cx-mail__body", tab_index=0),
        ),
        rx.cond(
            row.document,
            rx.el.p(native_link("The letter as PDF", href=row.document, target="_blank")),
        ),
    )
