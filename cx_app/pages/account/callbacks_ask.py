"""Ask for a call, step by step."""

from __future__ import annotations

from typing import Any, Final

import reflex as rx

from cx_app.components.content import alert, card
from cx_app.components.fields import (
    Choice,
    checkbox,
    radio_group,
    select_field,
    text_area,
    text_field,
)
from cx_app.components.kept_steps import kept_steps, review_lines
from cx_app.components.native import phone
from cx_app.domain.callbacks.ask_forms import (
    JUST_CALL,
    OTHER_PHONE,
    SPAN_FIELDS,
    TEXT_FIRST,
    TICKED,
    AskStep,
)
from cx_app.language import LANGUAGES, NAMES, _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.services.callbacks.form_words import SPAN_NAMES
from cx_app.services.callbacks.views import Person, PhoneChoice
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


def _error(name: str) -> Any:
    return CallbackFormState.errors.get(name, "")


def _group(error: Any) -> Any:
    base = "usa-fieldset usa-form-group"
    return rx.cond(error, f"{base} usa-form-group--error", base)


def _topic() -> rx.Component:
    state = CallbackFormState
    return rx.fragment(
        radio_group(
            "topic",
            _("What is the call about?"),
            [
                Choice(one.value, _(label), _(hint) if hint else "")
                for one, (label, hint) in TOPICS.items()
            ],
            error=_error("topic"),
            value=state.values["topic"],
            key=state.form_key,
            on_change=lambda value: state.keep("topic", value),
        ),
        rx.el.p(
            _("Are you in danger now? Call 911. To talk to us at once, call:"),
            " ",
            phone(settings.agency_phone),
        ),
        rx.cond(state.page.cases.length() > 0, _cases()),
        text_area(
            "note",
            _("What should the officer know? (optional)"),
            hint=_("At most 1,000 characters. Please leave out card and Social Security numbers."),
            error=_error("note"),
            value=state.values["note"],
            key=state.form_key,
            keep=lambda name: state.keep(name),
            rows=4,
        ),
    )


def _cases() -> rx.Component:
    state = CallbackFormState
    return rx.el.fieldset(
        rx.el.legend(_("Which case is it about?"), class_name="usa-legend"),
        rx.foreach(state.page.cases, _case),
        _radio("case_id", "", _("No case, or another one")),
        class_name="usa-fieldset usa-form-group",
    )


def _case(one: Person) -> rx.Component:
    return _radio("case_id", one.case_id, one.label)


def _radio(name: str, value: Any, label: Any) -> rx.Component:
    state = CallbackFormState
    field = f"{name}-" + value if not isinstance(value, str) else f"{name}-{value or 'none'}"
    return rx.el.div(
        rx.el.input(
            id=field,
            type="radio",
            name=name,
            value=value,
            default_checked=state.values[name] == value,
            key=state.form_key,
            on_change=state.keep(name, value),
            class_name="usa-radio__input",
        ),
        rx.el.label(label, html_for=field, class_name="usa-radio__label"),
        class_name="usa-radio",
    )


def _phone() -> rx.Component:
    state = CallbackFormState
    return rx.fragment(
        rx.cond(state.page.phones.length() > 0, _phones()),
        rx.cond(
            state.values["phone_id"] == OTHER_PHONE,
            text_field(
                "phone",
                _("Phone number"),
                hint=_("10 digits. It must be a number in the United States."),
                error=_error("phone"),
                value=state.values["phone"],
                key=state.form_key,
                keep=lambda name: state.keep(name),
                max_length=40,
                input_mode="tel",
                auto_complete="tel-national",
            ),
        ),
        select_field(
            "zone",
            _("Your time zone"),
            [("", zone_choices())],
            any_label=_("Choose"),
            hint=_("Where you will be when we call. We don’t guess it from your number."),
            error=_error("zone"),
            value=state.values["zone"],
            key=state.form_key,
            keep=lambda name: state.keep(name),
        ),
        rx.el.fieldset(
            rx.el.legend(_("When can you talk?"), class_name="usa-legend"),
            rx.el.span(
                _("Tick what suits you. Tick nothing if any hour does."), class_name="usa-hint"
            ),
            *[
                checkbox(
                    name,
                    Choice(TICKED, _(label)),
                    checked=state.values[name] == TICKED,
                    key=state.form_key,
                    on_change=state.tick(name),
                )
                for name, label in zip(SPAN_FIELDS, SPAN_NAMES.values(), strict=True)
            ],
            class_name="usa-fieldset usa-form-group",
        ),
        radio_group(
            "language",
            _("In which language should we call?"),
            [Choice(lang, NAMES[lang]) for lang in LANGUAGES],
            error=_error("language"),
            value=state.values["language"],
            key=state.form_key,
            on_change=lambda lang: state.keep("language", lang),
        ),
        text_field(
            "spoken",
            _("Another language (optional)"),
            hint=_("We bring an interpreter. It is free."),
            error=_error("spoken"),
            value=state.values["spoken"],
            key=state.form_key,
            keep=lambda name: state.keep(name),
            max_length=60,
        ),
        checkbox(
            "relay",
            Choice(TICKED, _("I use TTY or a relay service")),
            checked=state.values["relay"] == TICKED,
            key=state.form_key,
            on_change=state.tick("relay"),
        ),
    )


def _phones() -> rx.Component:
    error = _error("phone_id")
    return rx.el.fieldset(
        rx.el.legend(_("Which phone should we call?"), class_name="usa-legend"),
        rx.cond(error, rx.el.span(error, id="phone_id-error", class_name="usa-error-message")),
        rx.foreach(CallbackFormState.page.phones, _known_phone),
        _radio("phone_id", OTHER_PHONE, _("Another number")),
        id="phone_id",
        tab_index=-1,
        class_name=_group(error),
    )


def _known_phone(one: PhoneChoice) -> rx.Component:
    return _radio("phone_id", one.contact_id, rx.el.span(one.masked, class_name="cx-phone"))


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
        rx.el.fieldset(
            rx.el.legend(_("Should we text you first?"), class_name="usa-legend"),
            rx.cond(
                _error("texts"),
                rx.el.span(_error("texts"), id="texts-error", class_name="usa-error-message"),
            ),
            rx.cond(
                state.may_text,
                _radio("texts", TEXT_FIRST, _("Yes, I agree. Text me first.")),
            ),
            _radio("texts", JUST_CALL, _("No, just call me")),
            id="texts",
            tab_index=-1,
            class_name=_group(_error("texts")),
        ),
    )


def _check() -> rx.Component:
    state = CallbackFormState
    return rx.fragment(
        review_lines(state, HERE),
        rx.cond(state.expected, rx.el.p(state.expected)),
    )
