"""The first page."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import steps, tag
from cx_app.components.native import native_link
from cx_app.language import _, href, language
from cx_app.pages.page import Audience, portal_page


@portal_page(
    "/",
    title="Your immigration case, in one place",
    audience=Audience.PUBLIC,
    description="Add a paper filing with the code from your letter and follow it online.",
)
def home() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.h1(_("Your immigration case, in one place")),
            rx.el.p(
                _(
                    "See where your case is, whose turn it is and what to do next. "
                    "Filed on paper? Bring your case online with the code from your letter."
                ),
                class_name="usa-intro",
            ),
            rx.el.div(
                native_link(
                    _("Sign in"),
                    href=f"/sign-in?lang={language()}",
                    class_name="usa-button usa-button--big",
                ),
                rx.el.a(_("How it works"), href=href("/help")),
                class_name="cx-inline",
            ),
            class_name="cx-hero",
        ),
        rx.el.h2(_("From the letter to your case")),
        steps(
            (
                _("Find your letter"),
                _("It is called Account Acceptance Notice and has a code in a box."),
            ),
            (_("Sign in"), _("With your own e-mail address. Nobody else needs your password.")),
            (_("Type the code"), _("Once. From then on your case is in your account.")),
        ),
        rx.el.h2(_("What you can do here")),
        rx.el.ul(
            _feature(
                _("Add a paper filing"),
                _(
                    "With the online access code from your letter, or follow its status without one."
                ),
                ready=True,
            ),
            _feature(
                _("See who opened your case"),
                _(
                    "Each time somebody at the agency opens your case, you can see that it was opened."
                ),
                ready=True,
            ),
            _feature(
                _("Ask for an appointment"), _("Tell us why, and an officer answers."), ready=False
            ),
            _feature(
                _("Move a biometrics appointment"), _("Choose another day or place."), ready=False
            ),
            _feature(
                _("Get a text before we call"), _("So that you don’t miss the call."), ready=False
            ),
            _feature(
                _("See how long it may take"),
                _("An honest estimate from cases like yours."),
                ready=False,
            ),
            class_name="cx-features",
        ),
    )


def _feature(title: str, body: str, *, ready: bool) -> rx.Component:
    return rx.el.li(
        rx.el.h3(title),
        rx.el.p(body),
        None if ready else tag(_("In preparation"), "nobody"),
        class_name="cx-feature",
    )
