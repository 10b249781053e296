"""Calls that were asked for."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import card, empty, steps, tag, when_loaded
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.services.callbacks.views import CallbackRow, CallbackView
from cx_app.state.account.callbacks import CallbacksState


@portal_page(
    "/account/callbacks",
    title="Calls",
    audience=Audience.CUSTOMER,
    on_load=[CallbacksState.load],
    crumbs=[("/account", "My cases")],
)
def callbacks() -> rx.Component:
    mine = CallbacksState.mine
    return rx.fragment(
        rx.el.h1(_("Calls")),
        rx.el.p(_("Ask us to call you. You keep your place in line."), class_name="usa-intro"),
        when_loaded(
            CallbacksState.loaded,
            rx.fragment(
                rx.cond(
                    mine.open.length() > 0,
                    rx.fragment(
                        rx.el.ul(rx.foreach(mine.open, _open), class_name="cx-cards"),
                        rx.cond(
                            mine.may_ask,
                            rx.el.p(_ask(outline=True)),
                            rx.el.p(_("You have as many open requests as there can be.")),
                        ),
                    ),
                    rx.fragment(
                        empty(_("You have no open request for a call."), _ask()),
                        how_it_works(),
                    ),
                ),
                rx.cond(mine.ended.length() > 0, _ended()),
            ),
            label=_("Loading your calls"),
            lines=4,
        ),
    )


def how_it_works() -> rx.Component:
    return rx.el.section(
        rx.el.h2(_("How a call works")),
        steps(
            (_("You ask"), _("Tell us what it is about and when you can talk.")),
            (
                _("We text you first"),
                _("If you agree, a text asks if you are free. You have an hour to answer."),
            ),
            (_("We call"), _("When you say yes, an officer calls within 30 minutes.")),
        ),
        class_name="cx-section",
    )


def _ask(*, outline: bool = False) -> rx.Component:
    return rx.el.a(
        _("Ask for a call"),
        href=href("/account/callbacks/ask"),
        class_name="usa-button usa-button--outline" if outline else "usa-button",
    )


def _open(one: CallbackView) -> rx.Component:
    return rx.el.li(
        card(
            rx.el.p(one.topic, rx.cond(one.case, " · " + one.case, ""), class_name="cx-eyebrow"),
            rx.el.h2(rx.el.a(one.title, href=href("") + one.path)),
            rx.el.p(one.next),
            rx.el.div(
                rx.cond(one.may_answer, tag(_("Your turn"), "you")),
                rx.cond(
                    one.place > 0,
                    rx.el.span(
                        _("Place in line:"), " ", rx.el.strong(one.place), class_name="cx-inline"
                    ),
                ),
                rx.el.span(
                    _("Asked on"),
                    " ",
                    one.asked,
                    " · ",
                    one.reference,
                    class_name="cx-card__meta",
                ),
                class_name="cx-inline",
            ),
        )
    )


def _ended() -> rx.Component:
    return rx.el.section(
        rx.el.h2(_("Earlier calls")),
        rx.el.ul(rx.foreach(CallbacksState.mine.ended, _line), class_name="usa-list"),
        class_name="cx-section",
    )


def _line(one: CallbackRow) -> rx.Component:
    return rx.el.li(
        rx.el.a(one.topic, ", ", one.asked, href=href("") + one.path, class_name="usa-link"),
        ": ",
        one.title,
    )
