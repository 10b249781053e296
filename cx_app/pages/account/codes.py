"""Ask for a new online access code."""

from __future__ import annotations

import reflex as rx

from cx_app.components.acting import acting_for
from cx_app.components.content import alert, error_summary, steps, when_loaded
from cx_app.components.fields import select_one, submit
from cx_app.components.kept_fields import kept_birth_date, kept_text
from cx_app.language import _, href
from cx_app.pages.account.code_card import code_card
from cx_app.pages.page import Audience, portal_page
from cx_app.services.representation.forms import Colleague
from cx_app.state.account.codes import CodeRequestState


@portal_page(
    "/account/codes/request",
    title="Request a new code",
    audience=Audience.CUSTOMER,
    on_load=[CodeRequestState.load, CodeRequestState.look],
    crumbs=[("/account", "My cases"), ("/account/cases/add", "Add a paper-filed case")],
)
def request_code() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("Request a new code")),
        acting_for(CodeRequestState.acting),
        rx.el.p(
            _("For a code that is too old, lost, used by someone else, or never came."),
            class_name="usa-intro",
        ),
        error_summary(_("Please check what you typed"), CodeRequestState.summary),
        rx.cond(
            CodeRequestState.locked,
            alert(
                "warning",
                _("Please wait a little"),
                CodeRequestState.locked,
                id="refusal",
                urgent=True,
            ),
        ),
        when_loaded(
            CodeRequestState.loaded,
            rx.fragment(
                rx.cond(CodeRequestState.asked, _asked(), _form()),
                rx.cond(CodeRequestState.lines.length() > 0, _requests()),
            ),
            label=_("Loading the form"),
            lines=6,
        ),
    )


def _requests() -> rx.Component:
    return rx.el.section(
        rx.el.h2(_("What you asked for")),
        rx.foreach(CodeRequestState.lines, code_card),
        class_name="cx-section",
    )


def _asked() -> rx.Component:
    return rx.fragment(
        alert(
            "success",
            CodeRequestState.asked,
            _("If these match our records, we will mail a new code to the address on file."),
            id="asked",
        ),
        rx.el.h2(_("What happens next")),
        steps(
            (_("We look it up"), _("We compare what you typed with our records.")),
            (
                _("We mail a letter"),
                _("It usually arrives within 10 business days. We don’t send codes by text."),
            ),
            (
                _("You hear from us"),
                _(
                    "You get a message at each step once the case is in your account. "
                    "Until then, the date below is what counts."
                ),
            ),
            (
                _("You add your case"),
                _("Older codes stay good until you use one. The new one is good for 90 days."),
            ),
        ),
        rx.el.p(
            _("Did you move? Tell us first, so that the letter does not go to the old address:"),
            " ",
            rx.el.a(_("Change of address"), href=href("/account/address")),
        ),
        rx.el.a(_("Back to my cases"), href=href("/account"), class_name="usa-button"),
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.cond(CodeRequestState.colleagues.length() > 0, _for_whom()),
        kept_text(
            CodeRequestState,
            "receipt",
            _("Receipt number"),
            hint=_("3 letters and 10 digits, on any notice about the case."),
            spell_check=False,
        ),
        kept_birth_date(
            CodeRequestState,
            _("As on the filing. Representatives: your client’s. For example 4 28 1986"),
        ),
        submit(
            rx.cond(
                CodeRequestState.colleagues.length() > 0, _("Continue"), _("Request a new code")
            )
        ),
        on_submit=CodeRequestState.submit,
        no_validate=True,
        class_name="usa-form cx-form",
    )


def _for_whom() -> rx.Component:
    """A paralegal prepares it for a representative, whose own code it is (OAC-11)."""
    return select_one(
        "representative",
        _("For whom?"),
        rx.foreach(CodeRequestState.colleagues, _colleague),
        rx.el.option(_("Myself, for a case of my own"), value=""),
        hint=_("A representative reviews and submits what you prepare."),
        value=CodeRequestState.colleagues[0].id,
    )


def _colleague(one: Colleague) -> rx.Component:
    return rx.el.option(one.name, value=one.id)
