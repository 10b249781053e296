"""Settings, texts to your phone: the words of consent, the control beside them, and the record."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import slim_alert
from cx_app.components.fields import select_field
from cx_app.components.native import native_link
from cx_app.components.timeline import moment, timeline
from cx_app.language import _
from cx_app.pages.account.settings_contacts import kept
from cx_app.services.messages.zones import zone_choices
from cx_app.state.account.settings import ConsentShown, SettingsState
from cx_app.state.account.settings_contacts import ContactsState
from cx_app.state.account.settings_texts import TextsState


def section() -> rx.Component:
    return rx.cond(
        SettingsState.ways.texts_offered,
        rx.fragment(
            rx.cond(TextsState.said, slim_alert("success", TextsState.said, id="texts-said")),
            rx.cond(
                TextsState.refused,
                slim_alert("error", TextsState.refused, id="texts-refused"),
            ),
            rx.cond(SettingsState.phone.id, _of_phone(), _phone_first()),
            rx.cond(SettingsState.consents.length() > 0, _record()),
        ),
        rx.el.p(_("We send no texts at this time. Choose e-mail or letters for your messages.")),
    )


def _phone_first() -> rx.Component:
    return rx.el.p(
        native_link(_("Add and confirm your cell phone number"), href="#reach"),
        " ",
        _("first. Then you can agree to texts here."),
    )


def _of_phone() -> rx.Component:
    return rx.fragment(
        rx.cond(
            SettingsState.stopped,
            rx.el.div(
                rx.el.h3(_("Texts are off")),
                rx.el.p(SettingsState.stopped),
                role="status",
                class_name="cx-card cx-rows__form",
            ),
            rx.cond(SettingsState.phone.consented, _agreed(), _asked()),
        ),
        select_field(
            "texts_zone",
            _("Your time zone"),
            [("", zone_choices())],
            hint=_("We text only between 8 a.m. and 8 p.m. where you are."),
            value=SettingsState.phone.zone,
            key=SettingsState.phone.id,
            on_change=lambda zone: ContactsState.zone(SettingsState.phone.id, zone),
        ),
        kept("zone"),
    )


def _asked() -> rx.Component:
    """Apart from all else on the page, with the very words that are kept as evidence (SMS-10)."""
    return rx.el.div(
        rx.el.p(SettingsState.consent_words, id="consent-words"),
        rx.el.button(
            _("I agree to texts"),
            type="button",
            class_name="usa-button",
            aria_describedby="consent-words",
            on_click=TextsState.agree(SettingsState.consent_version),
        ),
        class_name="cx-card cx-rows__form",
    )


def _agreed() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.el.strong(
                _("Texts are on for"),
                " ",
                rx.el.span(SettingsState.phone.masked, ".", class_name="cx-phone"),
            ),
            " ",
            _("You can end them here, or answer any text with STOP."),
        ),
        rx.el.button(
            _("Stop texts"),
            type="button",
            class_name="usa-button usa-button--outline",
            on_click=TextsState.stop,
        ),
        class_name="cx-card cx-rows__form",
    )


def _record() -> rx.Component:
    return rx.el.details(
        rx.el.summary(_("What you agreed to, and when")),
        timeline(SettingsState.consents, _line, aria_label=_("The newest first")),
        class_name="cx-rows__record",
    )


def _line(line: ConsentShown) -> rx.Component:
    return moment(
        line.when,
        rx.el.p(
            rx.cond(line.given, _("You agreed to texts"), _("You stopped texts")),
            rx.cond(line.masked, rx.el.span(" (", line.masked, ")", class_name="cx-phone")),
            ", ",
            line.where,
            ".",
        ),
        rx.cond(line.wording, rx.el.p("“", line.wording, "”", class_name="cx-timeline__day")),
    )
