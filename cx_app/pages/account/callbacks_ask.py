"""Ask for a call, step by step."""

from __future__ import annotations

from typing import Final

import reflex as rx

from cx_app.components.content import alert, card
from cx_app.components.kept_fields import (
    kept_area,
    kept_box,
    kept_choice,
    kept_radio,
    kept_radios,
    kept_select,
    kept_text,
)
from cx_app.components.kept_steps import kept_steps, review_lines
from cx_app.components.native import phone
from cx_app.domain.callbacks.ask_forms import (
    JUST_CALL,
    OTHER_PHONE,
    SPAN_FIELDS,
    TEXT_FIRST,
    AskStep,
)
from cx_app.language import LANGUAGES, NAMES, _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.services.callbacks.form_words import SPAN_NAMES
from cx_app.services.callbacks.views import PhoneChoice
from cx_app.services.callbacks.words import TOPICS
from cx_app.services.messages.zones import zone_choices
from cx_app.settings import settings
from cx_app.state.account.callback_form import HERE, CallbackFormState

STEP_NAMES: Final = {
    AskStep.TOPIC: "What about",
    AskStep.PHONE: "Phone and times",
    AskStep.TEXTS: "Text before the call",
    AskStep.CHECK: "Check and send",
}


@portal_page(
    HERE,
    title="Ask for a call",
    audience=Audience.CUSTOMER,
    on_load=[CallbackFormState.load],
    crumbs=[("/account", "My cases"), ("/account/callbacks", "Calls")],
)
def ask_for_a_call() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("Ask for a call")),
        rx.el.p(_("An officer calls you. It is free."), class_name="usa-intro"),
        kept_steps(
            CallbackFormState,
            STEP_NAMES,
            [_topic, _phone, _texts, _check],
            here=HERE,
            kept=_("What you type is kept in your account until you send it."),
        ),
    )


def _topic() -> rx.Component:
    state = CallbackFormState
    return rx.fragment(
        kept_radios(
            state,
            "topic",
            _("What is the call about?"),
            *[
                kept_radio(state, "topic", one.value, _(label), hint=_(hint) if hint else "")
                for one, (label, hint) in TOPICS.items()
            ],
        ),
        rx.el.p(
            _("Are you in danger now? Call 911. To talk to us at once, call:"),
            " ",
            phone(settings.agency_phone),
        ),
        rx.cond(
            state.page.cases.length() > 0,
            kept_choice(
                state,
                "case_id",
                _("Which case is it about?"),
                state.page.cases,
                by="case_id",
                none=_("No case, or another one"),
            ),
        ),
        kept_area(
            state,
            "note",
            _("What should the officer know? (optional)"),
            hint=_("At most 1,000 characters. Please leave out card and Social Security numbers."),
            rows=4,
        ),
    )


def _phone() -> rx.Component:
    state = CallbackFormState
    return rx.fragment(
        rx.cond(
            state.page.phones.length() > 0,
            kept_radios(
                state,
                "phone_id",
                _("Which phone should we call?"),
                rx.foreach(state.page.phones, _known_phone),
                kept_radio(state, "phone_id", OTHER_PHONE, _("Another number")),
            ),
        ),
        rx.cond(
            state.values["phone_id"] == OTHER_PHONE,
            kept_text(
                state,
                "phone",
                _("Phone number"),
                hint=_("10 digits. It must be a number in the United States."),
                max_length=40,
                input_mode="tel",
                auto_complete="tel-national",
            ),
        ),
        kept_select(
            state,
            "zone",
            _("Your time zone"),
            [("", zone_choices())],
            any_label=_("Choose"),
            hint=_("Where you will be when we call. We don’t guess it from your number."),
        ),
        rx.el.fieldset(
            rx.el.legend(_("When can you talk?"), class_name="usa-legend"),
            rx.el.span(
                _("Tick what suits you. Tick nothing if any hour does."), class_name="usa-hint"
            ),
            *[
                kept_box(state, name, _(label))
                for name, label in zip(SPAN_FIELDS, SPAN_NAMES.values(), strict=True)
            ],
            class_name="usa-fieldset usa-form-group",
        ),
        kept_radios(
            state,
            "language",
            _("In which language should we call?"),
            *[kept_radio(state, "language", lang, NAMES[lang]) for lang in LANGUAGES],
        ),
        kept_text(
            state,
            "spoken",
            _("Another language (optional)"),
            hint=_("We bring an interpreter. It is free."),
            max_length=60,
        ),
        kept_box(state, "relay", _("I use TTY or a relay service")),
    )


def _known_phone(one: PhoneChoice) -> rx.Component:
    number = rx.el.span(one.masked, class_name="cx-phone")
    return kept_radio(CallbackFormState, "phone_id", one.contact_id, number)


def _texts() -> rx.Component:
    state = CallbackFormState
    return rx.fragment(
        rx.el.p(
            _(
                "Many people miss our call. So we text you first. You have an hour to answer. "
                "When you say yes, we call within 30 minutes."
            )
        ),
        rx.cond(
            state.may_text,
            card(rx.el.p(state.page.consent, id="consent-words"), quiet=True),
            alert(
                "info",
                _("We can’t text this number yet"),
                rx.el.p(
                    _("Confirm it first as your cell phone, in your"),
                    " ",
                    rx.el.a(_("settings"), href=href("/account/settings"), class_name="usa-link"),
                    ". ",
                    _("Until then we call you without a text."),
                    class_name="usa-alert__text",
                ),
            ),
        ),
        kept_radios(
            state,
            "texts",
            _("Should we text you first?"),
            rx.cond(
                state.may_text,
                kept_radio(state, "texts", TEXT_FIRST, _("Yes, I agree. Text me first.")),
            ),
            kept_radio(state, "texts", JUST_CALL, _("No, just call me")),
        ),
    )


def _check() -> rx.Component:
    state = CallbackFormState
    return rx.fragment(
        review_lines(state, HERE),
        rx.cond(state.expected, rx.el.p(state.expected)),
    )
