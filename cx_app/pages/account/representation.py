"""Forms G-28 that wait for the client: read, then sign or say no."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import alert, card, empty, slim_alert, when_loaded
from cx_app.components.g28 import client_signs, representative_facts, what_is_signed
from cx_app.components.native import phone
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.services.representation.client import FormView
from cx_app.settings import settings
from cx_app.state.account.representation import ToSignState

PATH = "/account/representation"


@portal_page(
    PATH,
    title="Forms to sign",
    audience=Audience.CUSTOMER,
    on_load=[ToSignState.load],
    crumbs=[("/account", "My cases"), ("/account/settings", "Settings")],
)
def to_sign() -> rx.Component:
    state = ToSignState
    return rx.fragment(
        rx.el.h1(_("Forms to sign"), id="forms-title", tab_index=-1),
        rx.el.p(
            _("Somebody asks to represent you. You decide. If you do nothing, nothing changes."),
            class_name="usa-intro",
        ),
        rx.cond(state.said, slim_alert("success", state.said, id="g28-said")),
        rx.cond(state.refused, slim_alert("error", state.refused, id="g28-refused")),
        when_loaded(
            state.loaded,
            rx.cond(
                state.form.id,
                form_to_sign(ToSignState, ToSignState.close),
                rx.cond(
                    state.forms.length() > 0,
                    rx.el.div(rx.foreach(state.forms, _form), class_name="cx-cards"),
                    empty(
                        _("No form waits for you."),
                        rx.el.a(
                            _("See who represents you"),
                            href=href("/account/settings") + "#represent",
                            class_name="usa-button",
                        ),
                    ),
                ),
            ),
            label=_("Loading the forms"),
            lines=4,
        ),
        doubt(),
    )


def doubt() -> rx.Component:
    """Who is being hurried, or does not know them, can ask a human."""
    return rx.el.p(
        _("You do not know this person, or somebody presses you to sign? Say no, and call us:"),
        " ",
        phone(settings.agency_phone),
        class_name="cx-section",
    )


def _form(form: FormView) -> rx.Component:
    return card(
        rx.el.h2(form.representative, class_name="cx-card__title"),
        rx.el.p(form.kind, " · ", form.form, " · ", form.receipt),
        rx.el.p(_("Answer until"), " ", rx.el.strong(form.until)),
        rx.el.button(
            _("Read the form"),
            rx.el.span(" ", form.representative, class_name="usa-sr-only"),
            type="button",
            on_click=ToSignState.read(form.id),
            class_name="usa-button",
        ),
    )


def form_to_sign(state: Any, later: Any) -> rx.Component:
    """A form as its client reads it, to sign or to say no; `state` holds it, whichever way they
    came to it."""
    return card(
        rx.el.h2(_("Form G-28"), id="g28-title", tab_index=-1),
        whole_form(state.form),
        client_signs(
            state.form,
            name="signature",
            error=state.error,
            on_submit=state.sign,
            on_decline=state.decline,
        ),
        rx.el.p(
            rx.el.button(
                _("Decide later"),
                type="button",
                on_click=later,
                class_name="usa-button usa-button--unstyled",
            )
        ),
    )


def whole_form(form: FormView) -> rx.Component:
    """All that a client may know before they sign."""
    return rx.fragment(
        alert(
            "info",
            _("What changes when you sign"),
            _(
                "This person sees your case and can act in it for you, and you see what they did. "
                "You can end it at any time."
            ),
        ),
        rx.el.h3(_("Who wants to represent you")),
        representative_facts(form.representative, form),
        rx.el.h3(_("In which case")),
        what_is_signed(form, (_("Form"), form.form), (_("Answer until"), form.until)),
    )
