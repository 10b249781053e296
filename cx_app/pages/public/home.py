"""The first page: what the portal does, and one thing to do."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import facts, steps, tag
from cx_app.components.native import native_link
from cx_app.language import _, href, language
from cx_app.pages.page import Audience, portal_page
from cx_app.state.session import SessionState


@portal_page(
    "/",
    title="Your immigration case, in one place",
    audience=Audience.PUBLIC,
    description="Add a paper filing with the code from your letter and follow it online.",
)
def home() -> rx.Component:
    return rx.fragment(
        rx.el.div(_welcome(), _example(), class_name="cx-hero"),
        rx.el.section(
            rx.el.h2(_("From the letter to your case")),
            steps(
                (
                    _("Find your letter"),
                    _("It is called Account Acceptance Notice and has a code in a box."),
                ),
                (_("Sign in"), _("With your own e-mail address. Nobody else needs your password.")),
                (_("Type the code"), _("Once. From then on your case is in your account.")),
                across=True,
            ),
            class_name="cx-section",
        ),
        rx.el.section(rx.el.h2(_("What you can do now")), _now(), class_name="cx-section"),
        rx.el.section(rx.el.h2(_("What you can count on")), _promises(), class_name="cx-section"),
    )


def _welcome() -> rx.Component:
    return rx.el.div(
        rx.el.h1(_("Your immigration case, in one place")),
        rx.el.p(
            _(
                "See where your case is, whose turn it is and what to do next. "
                "Filed on paper? Bring your case online with the code from your letter."
            ),
            class_name="usa-intro",
        ),
        rx.el.div(
            rx.cond(
                SessionState.signed_in & ~SessionState.is_staff,
                rx.el.a(_("My cases"), href=href("/account"), class_name=_MAIN_ACTION),
                native_link(
                    _("Sign in"), href=f"/sign-in?lang={language()}", class_name=_MAIN_ACTION
                ),
            ),
            rx.el.a(_("How it works"), href=href("/help")),
            class_name="cx-inline",
        ),
        rx.el.p(
            _("Somebody asks to represent you, and you have no account?"),
            " ",
            rx.el.a(_("Sign a form with a passcode"), href=href("/sign-form")),
            class_name="cx-hero__note",
        ),
        rx.el.p(
            _("New here? You make your account when you sign in for the first time. It is free."),
            class_name="cx-hero__note",
        ),
    )


_MAIN_ACTION = "usa-button usa-button--big"


def _example() -> rx.Component:
    """A made-up case answering the three questions that every page answers first."""
    return rx.el.figure(
        rx.el.div(
            rx.el.p("N-400 · ", _("Application for naturalization"), class_name="cx-eyebrow"),
            facts(
                (_("Where is my case?"), rx.el.strong(_("Biometrics taken"))),
                (_("Whose turn is it?"), tag(_("The agency’s turn"), "agency")),
                (
                    _("What do I do next?"),
                    _("Nothing now. We write to you when that changes."),
                ),
            ),
            class_name="cx-card cx-card--raised",
        ),
        rx.el.figcaption(_("An example of what you see for a case")),
        class_name="cx-example",
    )


def _now() -> rx.Component:
    return _grid(
        (
            _("Add a paper filing"),
            _("With the online access code from your letter. No letter? Ask for a new code."),
        ),
        (
            _("Follow a case"),
            _("With the receipt number alone you see the form and its status."),
        ),
        (
            _("Read its history"),
            _("Each step with its date, in plain words, and our messages to you."),
        ),
        (
            _("See who opened your case"),
            _("Each time staff open your case, you can see that they did."),
        ),
        (
            rx.el.a(_("Ask for a visit"), href=href("/appointments/request")),
            _("With an account or without one. An officer answers and picks the time."),
        ),
        (
            _("Move a biometrics appointment"),
            _("Choose another day or place, if you can’t come."),
        ),
        (
            _("Get a text before we call"),
            _("So that you are near your phone when we do."),
        ),
        (
            _("See how long it may take"),
            _("An estimate for your own case, and how sure it is."),
        ),
    )


def _promises() -> rx.Component:
    return rx.el.ul(
        *[
            rx.el.li(promise)
            for promise in (
                _("We never ask for your password or your code by phone, text or e-mail."),
                _("A new code goes only to the address on file, whoever asks for it."),
                _("You have time: what you type is kept, even when you are signed out."),
                _("Every page is in English and Spanish and works with a screen reader."),
            )
        ],
        class_name="cx-checks",
    )


def _grid(*items: tuple[Any, str]) -> rx.Component:
    return rx.el.ul(
        *[
            rx.el.li(rx.el.h3(title), rx.el.p(body), class_name="cx-feature")
            for title, body in items
        ],
        class_name="cx-features",
    )
