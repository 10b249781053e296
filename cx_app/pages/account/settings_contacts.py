"""Settings, where we reach you: addresses and numbers, each confirmed by a one-time code."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import error_summary, slim_alert, tag
from cx_app.components.fields import Choice, checkbox, select_field, submit, text_field
from cx_app.components.kept_fields import kept_text
from cx_app.domain.messages import Channel
from cx_app.language import _
from cx_app.services.messages.contacts import ContactLine
from cx_app.services.messages.zones import zone_choices
from cx_app.state.account.settings import SettingsState
from cx_app.state.account.settings_adding import AddEmailState, AddPhoneState
from cx_app.state.account.settings_contacts import ContactsState

UNSTYLED = "usa-button usa-button--unstyled"


def section() -> rx.Component:
    return rx.fragment(
        rx.cond(ContactsState.said, slim_alert("success", ContactsState.said, id="reach-said")),
        rx.cond(ContactsState.proving, _code_form()),
        rx.cond(ContactsState.removing, _remove_question()),
        rx.el.h3(_("E-mail")),
        rx.el.ul(
            rx.cond(
                SettingsState.email.id,
                _used(SettingsState.email, "safe_email"),
                _vouched(),
            ),
            rx.foreach(SettingsState.waiting_emails, _waiting),
            class_name="cx-rows",
        ),
        _adding(AddEmailState, _("Add an e-mail address"), _email_field()),
        rx.cond(SettingsState.ways.texts_offered, _phones()),
    )


def _phones() -> rx.Component:
    return rx.fragment(
        rx.el.h3(_("Cell phone")),
        rx.el.ul(
            rx.cond(
                SettingsState.phone.id,
                _used(SettingsState.phone, "safe_phone"),
                rx.cond(
                    SettingsState.waiting_phones.length() == 0,
                    rx.el.li(_("No phone number yet."), class_name="cx-rows__row"),
                ),
            ),
            rx.foreach(SettingsState.waiting_phones, _waiting),
            class_name="cx-rows",
        ),
        _adding(AddPhoneState, _("Add a phone number"), rx.fragment(_phone_field(), _zone_field())),
    )


def _used(line: Any, name: str) -> rx.Component:
    """Everybody is asked whether somebody else reads along, so that it marks nobody (domain 9.4
    g, h)."""
    return _row(
        line,
        tag(_("Confirmed"), "agency"),
        checkbox(
            name,
            Choice(
                "yes",
                _("Only I read what comes here"),
                hint=_("For some cases we write only where nobody else reads along."),
            ),
            checked=line.safe,
            key=line.id,
            on_change=lambda checked: ContactsState.safe(line.id, checked),
        ),
        _remove_button(line),
        kept(line.id),
    )


def _vouched() -> rx.Component:
    """Without an address of their own, people are written to where they sign in."""
    return rx.cond(
        (SettingsState.ways.vouched != "") & (SettingsState.waiting_emails.length() == 0),
        rx.el.li(
            rx.el.p(rx.el.strong(SettingsState.ways.vouched), class_name="cx-rows__head"),
            rx.el.p(
                _("From your sign-in. We write there until you confirm another address here."),
                class_name="cx-card__meta",
            ),
            class_name="cx-rows__row",
        ),
    )


def _waiting(line: ContactLine) -> rx.Component:
    lost = rx.el.p(
        _("Messages came back from here. Send a code to try it again, or remove it."),
        class_name="cx-card__meta",
    )
    return _row(
        line,
        rx.cond(line.lost_reason, tag(_("Nothing arrives here")), tag(_("Not confirmed yet"))),
        rx.cond(line.lost_reason, lost),
        _act(_("Send a code"), line, ContactsState.send(line.id)),
        _act(_("I have a code"), line, ContactsState.has_code(line.id)),
        _remove_button(line),
    )


def _row(line: Any, state: Any, before: Any, *acts: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.strong(line.masked, class_name=_whole(line)),
            " ",
            state,
            class_name="cx-rows__head",
        ),
        before,
        rx.el.div(*acts, class_name="cx-rows__acts"),
        class_name="cx-rows__row",
    )


def kept(what: Any) -> rx.Component:
    """Says that a choice counts, where there is no button to save it."""
    return rx.el.p(
        rx.cond(ContactsState.kept == what, _("Saved."), ""),
        role="status",
        class_name="cx-card__meta",
    )


def _whole(line: Any) -> Any:
    """Numbers stay in one piece; a long address may break anywhere."""
    return rx.cond(line.channel == Channel.SMS, "cx-phone", "")


def _act(label: str, line: Any, event: Any) -> rx.Component:
    return rx.el.button(
        label,
        rx.el.span(" ", line.masked, class_name="usa-sr-only"),
        type="button",
        class_name=UNSTYLED,
        on_click=event,
    )


def _remove_button(line: Any) -> rx.Component:
    return _act(_("Remove"), line, ContactsState.ask_to_remove(line.id))


def _code_form() -> rx.Component:
    return rx.el.div(
        rx.el.h3(_("Type the code we sent to"), " ", ContactsState.proving_masked),
        error_summary(_("Please check what you typed"), ContactsState.summary, id="code-summary"),
        rx.el.form(
            text_field(
                "one_time_code",
                _("Code"),
                hint=rx.cond(
                    ContactsState.sent,
                    _("6 digits.") + " " + ContactsState.sent,
                    _("6 digits, from our newest message."),
                ),
                error=ContactsState.code_error,
                key=ContactsState.code_key,
                max_length=20,
                input_mode="numeric",
                auto_complete="one-time-code",
            ),
            rx.el.div(
                submit(_("Confirm")),
                rx.el.button(
                    _("Send a new code"),
                    type="button",
                    class_name=UNSTYLED,
                    on_click=ContactsState.send(ContactsState.proving),
                ),
                rx.el.button(
                    _("Later"), type="button", class_name=UNSTYLED, on_click=ContactsState.later
                ),
                class_name="cx-inline",
            ),
            on_submit=ContactsState.confirm,
            no_validate=True,
            class_name="usa-form cx-form",
        ),
        class_name="cx-card cx-card--quiet cx-rows__form",
    )


def _remove_question() -> rx.Component:
    return rx.el.div(
        rx.el.h3(
            _("Remove"), " ", ContactsState.removing_masked, "?", id="remove-title", tab_index=-1
        ),
        rx.el.p(_("We will send nothing there any more. You can add it again later.")),
        rx.el.div(
            rx.el.button(
                _("Yes, remove it"),
                type="button",
                class_name="usa-button",
                on_click=ContactsState.remove,
            ),
            rx.el.button(
                _("Keep it"), type="button", class_name=UNSTYLED, on_click=ContactsState.keep
            ),
            class_name="cx-inline",
        ),
        class_name="cx-card cx-card--quiet cx-rows__form",
    )


def _adding(state: Any, label: str, fields: rx.Component) -> rx.Component:
    """The button opens and closes the form; while something typed is kept, it is open."""
    return rx.fragment(
        rx.el.button(
            rx.cond(state.showing, _("Cancel"), label),
            type="button",
            class_name="usa-button usa-button--outline",
            aria_expanded=rx.cond(state.showing, "true", "false"),
            on_click=state.toggle,
        ),
        rx.cond(
            state.showing,
            rx.el.div(
                error_summary(
                    _("Please check what you typed"), state.summary, id=f"{state.channel}-summary"
                ),
                rx.el.form(
                    fields,
                    submit(_("Send me a code")),
                    on_submit=state.submit,
                    no_validate=True,
                    class_name="usa-form cx-form",
                    aria_label=label,
                ),
                class_name="cx-card cx-card--quiet cx-rows__form",
            ),
        ),
    )


def _email_field() -> rx.Component:
    return kept_text(
        AddEmailState,
        "new_email",
        _("E-mail address"),
        hint=_("We send a code there, to see that it is yours."),
        max_length=254,
        input_mode="email",
        auto_complete="email",
        auto_capitalize="none",
        spell_check=False,
    )


def _phone_field() -> rx.Component:
    return kept_text(
        AddPhoneState,
        "new_phone",
        _("Cell phone number"),
        hint=_("With its area code, for example 202 555 0123. We text a code there."),
        max_length=40,
        input_mode="tel",
        auto_complete="tel",
    )


def _zone_field() -> rx.Component:
    return select_field(
        "new_zone",
        _("Your time zone"),
        [("", zone_choices())],
        any_label=_("Choose"),
        hint=_("We text only between 8 a.m. and 8 p.m. where you are."),
        error=AddPhoneState.errors.get("new_zone", ""),
        value=AddPhoneState.values["new_zone"],
        key=AddPhoneState.form_key,
        keep=AddPhoneState.keep,
    )
