"""Sign a Form G-28 with a passcode from a letter, without an account (REP-11)."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert, error_summary, when_loaded
from cx_app.components.fields import date_field, submit, text_field
from cx_app.components.native import native_link
from cx_app.components.shell import quick_exit
from cx_app.language import _, href, language
from cx_app.pages.account.representation import doubt, form_to_sign
from cx_app.pages.page import Audience, portal_page
from cx_app.state.public.passcode import PasscodeState

PATH = "/sign-form"


@portal_page(
    PATH,
    title="Sign a form with a passcode",
    audience=Audience.PUBLIC,
    on_load=[PasscodeState.enter],
    description="Read a Form G-28 with the passcode from your letter, and sign it or say no.",
)
def sign_with_a_passcode() -> rx.Component:
    state = PasscodeState
    return rx.fragment(
        quick_exit(),
        rx.el.h1(_("Sign a form with a passcode")),
        rx.el.p(
            _("Somebody asks to represent you, and we mailed you a passcode to your home."),
            class_name="usa-intro",
        ),
        error_summary(_("Please check what you typed"), state.summary),
        rx.cond(
            state.problem,
            alert("warning", state.problem, _help(), id="passcode-problem", urgent=True),
        ),
        rx.cond(
            state.done,
            alert(
                "success",
                state.done,
                _("The passcode does not open anything any more. You can throw the letter away."),
                id="passcode-done",
            ),
        ),
        when_loaded(
            state.loaded,
            rx.cond(
                state.form.id,
                form_to_sign(PasscodeState, PasscodeState.leave),
                rx.cond(state.done, None, _ask()),
            ),
            label=_("Loading the form"),
            lines=4,
        ),
        doubt(),
    )


def _help() -> str:
    return _(
        "Check the letter and your date of birth. A passcode that was wrong too often is void."
    )


def _ask() -> rx.Component:
    state = PasscodeState
    return rx.fragment(
        rx.el.form(
            text_field(
                "passcode",
                _("Passcode"),
                hint=_("12 letters and digits, in the letter that we mailed to you"),
                error=state.errors.get("passcode", ""),
                max_length=40,
                auto_capitalize="characters",
            ),
            date_field(
                _("Date of birth"),
                hint=_("Yours, for example 4 28 1986"),
                error=state.errors.get("month", ""),
            ),
            submit(_("Read the form")),
            on_submit=state.open,
            no_validate=True,
            class_name="usa-form cx-form",
        ),
        rx.el.p(
            _(
                "Never give the passcode to anybody, and not to the person who asks to represent you."
            ),
            class_name="cx-form-gap",
        ),
        rx.el.p(
            _("You have an account with your case in it?"),
            " ",
            native_link(
                _("Sign in and read the form there"),
                href=f"/sign-in?next={href('/account/representation')}&lang={language()}",
                class_name="usa-link",
            ),
        ),
    )
