"""The inbox: everything that was sent to a person, and what became of it."""

from __future__ import annotations

import reflex as rx

from cx_app.components.acting import acting_for
from cx_app.components.content import empty, tag, when_loaded
from cx_app.components.native import native_link
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.services.messages.inbox import InboxLine
from cx_app.state.account.messages import File, MessagesState, Way


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
        rx.el.p(
            _(
                "Everything we sent you is here, the newest first. E-mails and texts only say "
                "that there is something to read."
            ),
            class_name="usa-intro",
        ),
        when_loaded(
            MessagesState.loaded,
            rx.cond(MessagesState.lines.length() > 0, _inbox(), _nothing()),
            label=_("Loading your messages"),
        ),
        rx.el.p(
            rx.el.a(_("Change how we reach you"), href=href("/account/settings")),
            class_name="cx-form-gap",
        ),
    )


def _inbox() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.p(MessagesState.said, role="status", class_name="cx-inbox__said"),
            rx.cond(
                MessagesState.unread > 0,
                rx.el.button(
                    _("Mark all as read"),
                    type="button",
                    class_name="usa-button usa-button--outline",
                    on_click=MessagesState.read_all,
                ),
            ),
            class_name="cx-inbox__head",
        ),
        rx.el.ol(
            rx.foreach(MessagesState.lines, _message),
            class_name="cx-inbox",
            aria_label=_("The newest first"),
        ),
        rx.cond(
            MessagesState.older,
            rx.el.button(
                _("Show older"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=MessagesState.show_older,
            ),
        ),
        rx.cond(MessagesState.full, rx.el.p(_("Call us if you need what we sent before that."))),
    )


def _nothing() -> rx.Component:
    return empty(
        _("You have no messages yet. News about your cases will show here."),
        rx.el.p(rx.el.a(_("My cases"), href=href("/account"))),
    )


def _message(line: InboxLine) -> rx.Component:
    is_open = MessagesState.open.id == line.id
    return rx.el.li(
        rx.el.h2(
            rx.el.button(
                rx.el.span(line.subject, class_name="cx-inbox__subject"),
                rx.cond(line.unread, tag(_("New"), "you")),
                rx.el.span(line.when, class_name="cx-inbox__when"),
                type="button",
                class_name="cx-inbox__press",
                aria_expanded=rx.cond(is_open, "true", "false"),
                on_click=MessagesState.press(line.id),
            ),
            class_name="cx-inbox__title",
        ),
        rx.cond(is_open, _opened(line)),
        key=line.id,
        class_name="cx-inbox__message",
        data_unread=rx.cond(line.unread, "true", "false"),
    )


def _opened(line: InboxLine) -> rx.Component:
    opened = MessagesState.open
    return rx.el.div(
        acting_for(opened.acting),
        rx.el.p(line.body, class_name="cx-inbox__body"),
        rx.cond(
            opened.files.length() > 0,
            rx.el.ul(rx.foreach(opened.files, _file), class_name="cx-files"),
        ),
        rx.cond(
            opened.case_id,
            rx.el.p(
                rx.el.a(
                    _("Open the case"),
                    " ",
                    opened.receipt_number,
                    href=href("/account/cases") + "/" + opened.case_id,
                )
            ),
        ),
        rx.el.h3(_("How we sent it")),
        rx.el.dl(
            rx.el.div(
                rx.el.dt(_("Here")),
                rx.el.dd(_("In your messages since"), " ", line.when, "."),
                class_name="cx-ways__row",
            ),
            rx.foreach(opened.ways, _way),
            class_name="cx-ways",
        ),
        rx.el.p(opened.why, class_name="cx-inbox__why"),
        class_name="cx-inbox__open",
    )


def _file(file: File) -> rx.Component:
    return rx.el.li(
        native_link(
            rx.el.span(_("Download"), " "),
            file.name,
            href=file.href,
            download=file.name,
            class_name="usa-link",
        )
    )


def _way(way: Way) -> rx.Component:
    return rx.el.div(
        rx.el.dt(way.name),
        rx.el.dd(way.said),
        class_name="cx-ways__row",
        data_bad=rx.cond(way.bad, "true", "false"),
    )
