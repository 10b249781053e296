"""Signed out, and what to do when a sign-in did not work."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert
from cx_app.components.native import native_link, phone
from cx_app.language import _, href, language
from cx_app.pages.page import Audience, portal_page
from cx_app.settings import settings
from cx_app.state.public.sign_in_problem import SignInProblemState


@portal_page(
    "/sign-in-problem",
    title="The sign-in did not work",
    audience=Audience.PUBLIC,
    on_load=[SignInProblemState.load],
)
def sign_in_problem() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("The sign-in did not work")),
        rx.cond(
            SignInProblemState.message,
            alert("warning", _("What happened"), SignInProblemState.message, urgent=True),
        ),
        rx.el.p(_("Nothing was changed in your account."), class_name="usa-intro"),
        rx.el.div(
            _sign_in(_("Try again")),
            rx.el.a(_("Help with signing in"), href=href("/help")),
            class_name="cx-inline",
        ),
        rx.el.p(_("Or call us:"), " ", phone(settings.agency_phone)),
    )


@portal_page("/sign-in", title="One moment", audience=Audience.PUBLIC)
def to_sign_in() -> rx.Component:
    """Seen for a blink when an open page finds the session gone; loading it anew is the server's
    route of the same address, which leads to the provider."""
    return _on_the_way()


@portal_page("/staff/sign-in", title="One moment", audience=Audience.OFFICER)
def to_staff_sign_in() -> rx.Component:
    """The same for staff."""
    return _on_the_way()


def _on_the_way() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("One moment")),
        rx.el.p(
            _("We take you to the sign-in service. What you typed is kept."),
            class_name="usa-intro",
            data_reload="",
        ),
        native_link(_("Go to sign-in"), href=rx.State.router.url.path, class_name="usa-button"),
    )


@portal_page("/signed-out", title="You are signed out", audience=Audience.PUBLIC)
def signed_out() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("You are signed out")),
        rx.el.p(
            _("What you typed is kept. On a shared computer, also close this window."),
            class_name="usa-intro",
        ),
        _sign_in(_("Sign in again")),
    )


def _sign_in(label: str) -> rx.Component:
    return native_link(label, href=f"/sign-in?lang={language()}", class_name="usa-button")
