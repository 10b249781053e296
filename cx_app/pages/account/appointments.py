"""Visits to offices that were asked for."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import card, empty, tag, when_loaded
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.services.appointment_requests.views import RequestCard
from cx_app.state.account.appointments import AppointmentsState


@portal_page(
    "/account/appointments",
    title="Visits",
    audience=Audience.CUSTOMER,
    on_load=[AppointmentsState.load],
    crumbs=[("/account", "My cases")],
)
def appointments() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("Visits")),
        rx.el.p(
            _("Visits to an office that you asked for, and how they stand."),
            class_name="usa-intro",
        ),
        when_loaded(
            AppointmentsState.loaded,
            rx.cond(
                AppointmentsState.cards.length() > 0,
                rx.fragment(
                    rx.el.p(_ask()),
                    rx.el.ul(rx.foreach(AppointmentsState.cards, _card), class_name="cx-cards"),
                ),
                empty(
                    _("You have not asked for a visit. Many things need none: we say so first."),
                    _ask(),
                ),
            ),
            label=_("Loading your visits"),
            lines=4,
        ),
    )


def _ask() -> rx.Component:
    return rx.el.a(
        _("Ask for a visit"),
        href=href("/account/appointments/request"),
        class_name="usa-button",
    )


def _card(one: RequestCard) -> rx.Component:
    return rx.el.li(
        card(
            rx.el.p(one.reason, " · ", one.name, class_name="cx-eyebrow"),
            rx.el.h2(
                rx.el.a(one.title, href=href("/account/appointments/") + one.reference),
            ),
            rx.cond(one.visit, rx.el.p(rx.el.strong(one.visit))),
            rx.el.div(
                tag(one.turn_label, one.turn),
                rx.el.span(
                    _("Asked on"),
                    " ",
                    one.asked,
                    " · ",
                    one.shown,
                    class_name="cx-card__meta",
                ),
                class_name="cx-inline",
            ),
        )
    )
