"""What a Form G-28 says to whoever signs it: the same facts for both sides, and the words above each
signature. A change of these words is a new edition (`Wording` in the domain)."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import Text, facts
from cx_app.components.fields import submit, text_field
from cx_app.language import _


def what_is_signed(form: Any, *more: tuple[Text, Any]) -> rx.Component:
    """`form` has the client, the representative, and what the client agrees to beside."""
    return facts(
        (_("Client"), form.client),
        (_("Receipt number"), form.receipt),
        *more,
        (
            _("Notices"),
            rx.cond(
                form.notices_to_representative,
                _("Notices go to the representative’s business address alone"),
                _("Notices go to the client as before"),
            ),
        ),
    )


def representative_facts(name: Any, form: Any) -> rx.Component:
    return facts(
        (_("Name"), name),
        (_("Works as"), form.kind),
        (_("Bar number and state, or organization"), form.licence),
        (_("Business address"), lines(form.address)),
    )


def lines(address: Any) -> rx.Component:
    return rx.el.div(rx.foreach(address, lambda one: rx.el.div(one)), class_name="cx-lines")


def client_signs(
    form: Any, *, name: str, error: Any, on_submit: Any, on_decline: Any, about: Any = ""
) -> rx.Component:
    """The words of the client, a name to type, and an equal way to say no."""
    return rx.el.form(
        rx.el.h3(_("What you sign")),
        rx.el.p(
            _(
                "I asked this person to represent me in this case, and I agree to it. The agency "
                "may show them everything it holds about me in this case."
            )
        ),
        rx.cond(
            form.ends.length() > 0,
            rx.el.div(
                rx.el.p(_("When you sign, these people no longer represent you in this case:")),
                rx.el.ul(rx.foreach(form.ends, lambda one: rx.el.li(one)), class_name="usa-list"),
            ),
        ),
        text_field(
            name,
            _("Type your full name to sign"),
            hint=_("This is your signature. It counts like one on paper."),
            error=error,
            key=form.id,
            max_length=120,
            auto_complete="name",
        ),
        rx.el.div(
            submit(_("Sign the form")),
            rx.el.button(
                _("Say no"),
                about,
                type="button",
                on_click=on_decline,
                class_name="usa-button usa-button--outline",
            ),
            class_name="cx-inline",
        ),
        on_submit=on_submit,
        no_validate=True,
        class_name="usa-form cx-form",
    )
