"""One Form G-28: written, signed by the representative, and where it stands."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import (
    alert,
    card,
    empty,
    error_summary,
    facts,
    slim_alert,
    tag,
    when_loaded,
)
from cx_app.components.fields import Choice, checkbox, select_one, submit, text_field
from cx_app.components.g28 import representative_facts, what_is_signed
from cx_app.components.kept_fields import kept_birth_date, kept_text
from cx_app.domain.representation.clients import MOST
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.services.representation.forms import Colleague
from cx_app.state.representative.forms import FORMS, OneFormState, PrepareState

CRUMBS = [("/attorney", "Clients"), (FORMS, "Forms G-28")]


@portal_page(
    f"{FORMS}/prepare",
    title="Prepare a Form G-28",
    audience=Audience.CUSTOMER,
    on_load=[PrepareState.load_page],
    crumbs=CRUMBS,
)
def prepare_page() -> rx.Component:
    state = PrepareState
    return rx.fragment(
        rx.el.h1(_("Prepare a Form G-28")),
        rx.el.p(
            _("For one client in one case. Nothing is sent before you have signed it."),
            class_name="usa-intro",
        ),
        error_summary(_("Please check what you typed"), state.summary),
        rx.cond(state.refused, alert("warning", state.refused, id="refusal", urgent=True)),
        when_loaded(state.loaded, _prepare(), label=_("Loading the form"), lines=6),
    )


def _prepare() -> rx.Component:
    state = PrepareState
    return rx.el.form(
        rx.cond((state.colleagues.length() > 0) & (state.editing == ""), _for_whom()),
        kept_text(
            state,
            "receipt",
            _("Receipt number"),
            hint=_("3 letters and 10 digits, on every notice about the case"),
            max_length=40,
            auto_capitalize="characters",
        ),
        kept_birth_date(state, _("Your client’s, for example 4 28 1986")),
        kept_text(
            state,
            "name",
            _("Your client’s full name"),
            hint=_("As on the notice. Your client reads and signs it."),
            max_length=MOST,
        ),
        checkbox(
            "notices",
            Choice(
                "yes",
                _("My client wants notices to go to my business address alone"),
                _("Letters with codes always go to your client’s home."),
            ),
            checked=state.notices,
            key=state.form_key,
        ),
        checkbox(
            "beside",
            Choice(
                "yes",
                _("I act beside whoever represents my client now"),
                _("As a covering attorney. Without this, your form takes the place of theirs."),
            ),
            checked=state.beside,
            key=state.form_key,
        ),
        submit(_("Save and read it")),
        on_submit=state.submit,
        no_validate=True,
        class_name="usa-form cx-form",
    )


def _for_whom() -> rx.Component:
    return select_one(
        "representative",
        _("For which representative?"),
        rx.el.option(_("Choose"), value=""),
        rx.foreach(PrepareState.colleagues, _colleague),
        error=PrepareState.errors.get("representative", ""),
    )


def _colleague(one: Colleague) -> rx.Component:
    return rx.el.option(one.name, value=one.id)


@portal_page(
    f"{FORMS}/[form_id]",
    title="Form G-28",
    audience=Audience.CUSTOMER,
    on_load=[OneFormState.load],
    crumbs=CRUMBS,
)
def form_page() -> rx.Component:
    return when_loaded(
        OneFormState.loaded,
        rx.cond(OneFormState.missing, _missing(), _form()),
        label=_("Loading the form"),
        lines=6,
    )


def _missing() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("This form is not here")),
        empty(
            _("There is no such form in your account."),
            rx.el.a(_("Back to the forms"), href=href(FORMS), class_name="usa-button"),
        ),
    )


def _form() -> rx.Component:
    state, form = OneFormState, OneFormState.form
    return rx.fragment(
        rx.el.h1(_("Form G-28 for {name}", name=form.client)),
        rx.el.p(tag(form.state, form.tone)),
        rx.cond(state.said, slim_alert("success", state.said, id="form-said")),
        rx.cond(state.refused, slim_alert("error", state.refused, id="form-refused")),
        rx.cond(form.stands == "awaiting", _waits()),
        card(
            rx.el.h2(_("What both sign")),
            what_is_signed(
                form,
                (_("Date of birth"), form.born),
                (
                    _("Others who represent the client"),
                    rx.cond(
                        form.beside,
                        _("They stay; you act beside them"),
                        _("You take their place"),
                    ),
                ),
            ),
            rx.el.h3(_("Representative")),
            representative_facts(form.name, form),
            rx.cond(form.sent, facts((_("You signed on"), form.sent))),
            rx.cond(form.ended, facts((_("Ended on"), form.ended))),
            rx.cond(
                form.editable,
                rx.el.p(
                    rx.el.a(
                        _("Change the form"), href=href(f"{FORMS}/prepare") + "?form=" + form.id
                    ),
                    class_name="cx-form-gap",
                ),
            ),
        ),
        rx.cond(form.blocked, _blocked()),
        rx.cond(form.may_send, _sign()),
        _moves(),
    )


def _waits() -> rx.Component:
    """In the same words whether there is such a case or not (REP-15)."""
    return alert(
        "info",
        _("It waits for your client"),
        rx.el.p(
            _(
                "If what you typed fits a person in a case, we ask that person, and only them. Until"
            ),
            " ",
            rx.el.strong(OneFormState.form.until),
            " ",
            _(
                "they can sign or say no. We tell nobody if a case fits. If nothing comes, ask "
                "your client and check the numbers."
            ),
            class_name="usa-alert__text",
        ),
    )


def _blocked() -> rx.Component:
    return alert(
        "warning",
        OneFormState.form.blocked,
        rx.el.p(
            rx.el.a(_("Your representative account"), href=href("/attorney/account")),
            class_name="usa-alert__text",
        ),
    )


def _sign() -> rx.Component:
    state = OneFormState
    return rx.el.form(
        rx.el.h2(_("Sign and send")),
        rx.el.p(
            _(
                "I declare under penalty of perjury that I may practice, that my client asked me to "
                "represent them, and that what this form says is true."
            )
        ),
        text_field(
            "signature",
            _("Type your full name to sign"),
            hint=_("As your account has it. It counts like a signature on paper."),
            error=state.error,
            max_length=MOST,
            auto_complete="name",
        ),
        submit(_("Sign and send to the client")),
        on_submit=state.sign,
        no_validate=True,
        class_name="usa-form cx-form cx-form-gap",
    )


def _moves() -> rx.Component:
    form = OneFormState.form
    return rx.el.div(
        rx.cond(
            form.may_hand_over,
            _act(_("Hand over to the representative"), OneFormState.hand_over, ""),
        ),
        rx.cond(
            form.may_give_back,
            _act(_("Back to draft"), OneFormState.give_back, " usa-button--outline"),
        ),
        rx.cond(
            form.may_take_back,
            _act(_("Take the form back"), OneFormState.take_back, " usa-button--outline"),
        ),
        class_name="cx-inline cx-section",
    )


def _act(label: str, on_click: Any, style: str) -> rx.Component:
    return rx.el.button(label, type="button", on_click=on_click, class_name="usa-button" + style)
