"""The inbox."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import card, empty, tag, when_loaded
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.services.messages.inbox import InboxLine
from cx_app.state.account.messages import MessagesState


@portal_page(
    "/account/messages",
    title="Messages",
    audience=Audience.CUSTOMER,
    on_load=[MessagesState.load],
    crumbs=[("/account", "My cases")],
)
def messages() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("Messages")),
        when_loaded(
            MessagesState.loaded,
            rx.cond(
                MessagesState.lines.length() > 0,
                rx.el.div(rx.foreach(MessagesState.lines, _message), class_name="cx-cards"),
                empty(_("You have no messages yet. News about your cases will show here.")),
            ),
            label=_("Loading your messages"),
        ),
    )


def _message(line: InboxLine) -> rx.Component:
    return card(
        rx.el.div(
            rx.el.h2(line.subject, class_name="cx-card__title"),
            rx.cond(line.unread, tag(_("New"), "you")),
            class_name="cx-card__head",
        ),
        rx.el.p(line.when, class_name="cx-card__meta"),
        rx.el.p(line.body),
        rx.cond(
            line.case_id,
            rx.el.p(rx.el.a(_("Open the case"), href=href("/account/cases") + "/" + line.case_id)),
        ),
    )
