"""Add a paper-filed case."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert, error_summary, when_loaded
from cx_app.components.fields import submit, text_field
from cx_app.components.kept_fields import kept_birth_date, kept_text
from cx_app.components.letter import letter_with_code
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.state.account.add_case import AddCaseState


@portal_page(
    "/account/cases/add",
    title="Add a paper-filed case",
    audience=Audience.CUSTOMER,
    on_load=[AddCaseState.load],
    crumbs=[("/account", "My cases")],
)
def add_case() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("Add a paper-filed case")),
        rx.el.p(
            _("You need the letter we mailed you and your date of birth. It takes two minutes."),
            class_name="usa-intro",
        ),
        error_summary(_("Please check what you typed"), AddCaseState.summary),
        _refusals(),
        rx.el.div(
            rx.el.div(
                when_loaded(
                    AddCaseState.loaded,
                    rx.fragment(_form(), _without_code()),
                    label=_("Loading the form"),
                    lines=6,
                ),
                class_name="cx-grid__main",
            ),
            rx.el.aside(letter_with_code(), class_name="cx-grid__side"),
            class_name="cx-grid",
        ),
    )


def _refusals() -> rx.Component:
    return rx.fragment(
        rx.cond(
            AddCaseState.refused,
            alert(
                "error",
                _("We could not add a case"),
                AddCaseState.refused,
                _new_code_link(),
                _(
                    "Do you think that somebody else used your code? Ask for a new one. Once you "
                    "add the case with it, you see which accounts have it, and can dispute them."
                ),
                id="refusal",
                urgent=True,
            ),
        ),
        rx.cond(
            AddCaseState.locked,
            alert(
                "warning",
                _("Please wait a little"),
                AddCaseState.locked,
                _("What you typed is kept. You can also ask for a new code after that."),
                id="refusal",
                urgent=True,
            ),
        ),
    )


def _new_code_link() -> rx.Component:
    return rx.el.p(
        rx.el.a(
            _("Request a new code"), href=href("/account/codes/request"), class_name="usa-link"
        ),
        class_name="usa-alert__text",
    )


def _form() -> rx.Component:
    return rx.el.form(
        kept_text(
            AddCaseState,
            "receipt",
            _("Receipt number"),
            hint=_(
                "3 letters and 10 digits, at the top of the letter. Dashes and spaces are fine."
            ),
            auto_capitalize="characters",
            spell_check=False,
        ),
        kept_text(
            AddCaseState,
            "code",
            _("Online access code"),
            hint=_(
                "12 letters and digits in the box. Capital or small letters, with or without dashes."
            ),
            class_name="cx-code",
            auto_capitalize="characters",
            spell_check=False,
            data_code_group="4",
        ),
        kept_birth_date(AddCaseState, _("As on your filing, for example 4 28 1986")),
        submit(_("Add case")),
        on_submit=AddCaseState.submit,
        no_validate=True,
        class_name="usa-form cx-form",
    )


def _without_code() -> rx.Component:
    return rx.el.section(
        rx.el.h2(_("I don’t have a code")),
        rx.el.p(
            rx.el.a(_("Request a new code"), href=href("/account/codes/request")),
            " ",
            _("by mail. Or follow the status only, with just the receipt number:"),
        ),
        rx.el.form(
            text_field(
                "receipt_only",
                _("Receipt number of the case to follow"),
                hint=_("You will see the form and its status. The code adds history and messages."),
                error=AddCaseState.errors.get("receipt_only", ""),
                key=AddCaseState.form_key,
                spell_check=False,
            ),
            submit(_("Follow the status"), outline=True),
            on_submit=AddCaseState.follow,
            no_validate=True,
            class_name="usa-form cx-form",
        ),
        class_name="cx-aside-section",
    )
