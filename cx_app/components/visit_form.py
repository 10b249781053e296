"""The steps of asking for a visit, for people with an account and without. They know no state:
whoever uses them gives values, errors and what keeps them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import reflex as rx

from cx_app.components.content import Text
from cx_app.components.fields import (
    Choice,
    Keep,
    checkbox,
    date_field,
    radio_group,
    select_field,
    text_area,
    text_field,
)
from cx_app.domain.appointment_forms import ATTESTED, SPANS, WISHES, Step
from cx_app.domain.appointment_requests import Accommodation, HalfDay
from cx_app.language import LANGUAGES, NAMES, _
from cx_app.services.appointment_requests.reasons import REASONS, ReasonWords
from cx_app.services.appointment_requests.words import NEEDS

STEP_NAMES: Final = {
    Step.REASON: "Reason",
    Step.PERSON: "About you",
    Step.OFFICE: "Office and times",
    Step.MORE: "Anything else",
    Step.CHECK: "Check and send",
}
HALVES: Final = {HalfDay.MORNING: "Morning", HalfDay.AFTERNOON: "Afternoon"}


@dataclass(frozen=True, slots=True)
class Form:
    """What a step is bound to."""

    values: Any
    errors: Any
    key: Any
    keep: Keep
    """Of a field that is typed."""
    choose: Callable[[str, str], Any]
    """Of one choice, by field and value."""
    tick: Callable[[str], Any]
    """Of a box, by field; gets whether it is ticked."""
    days: Any
    """Options to pick a day from: `value` and `label`."""

    def error(self, name: str) -> Any:
        return self.errors.get(name, "")

    def text(self, name: str, label: Text, **props: Any) -> rx.Component:
        return text_field(
            name,
            label,
            error=self.error(name),
            value=self.values[name],
            key=self.key,
            keep=self.keep,
            **props,
        )


def whom_choices(form: Form, options: Any) -> rx.Component:
    """For whom; `options` are known only in the browser."""
    return _dynamic_radios(form, "whom", _("Who needs the visit?"), options)


def reason_choices(form: Form, offered: Any, travels: Any) -> rx.Component:
    """Each reason with whom it is for, what usually happens and what to bring, before anything is
    asked. `offered` and `travels` are lists of reasons."""
    error = form.error("reason")
    return rx.fragment(
        rx.el.fieldset(
            rx.el.legend(_("What is the visit for?"), class_name="usa-legend"),
            rx.el.span(
                _("Not on this list? Please call us: other services are not asked for online."),
                class_name="usa-hint",
            ),
            rx.cond(error, rx.el.span(error, id="reason-error", class_name="usa-error-message")),
            *[
                rx.cond(offered.contains(str(reason)), _reason(form, str(reason), words))
                for reason, words in REASONS.items()
            ],
            id="reason",
            tab_index=-1,
            aria_describedby=rx.cond(error, "reason-error", ""),
            class_name=_group(error),
        ),
        rx.cond(
            travels.contains(form.values["reason"]),
            date_field(
                _("On which day do you travel?"),
                hint=_("For example 4 28 2027. Travel in less than 15 days comes first."),
                error=form.error("travel_month"),
                values=form.values,
                key=form.key,
                keep=form.keep,
                prefix="travel_",
            ),
        ),
    )


def _reason(form: Form, reason: str, words: ReasonWords) -> rx.Component:
    return rx.el.div(
        rx.el.input(
            id=f"reason-{reason}",
            type="radio",
            name="reason",
            value=reason,
            default_checked=form.values["reason"] == reason,
            key=form.key,
            on_change=form.choose("reason", reason),
            class_name="usa-radio__input",
        ),
        rx.el.label(
            _(words.title),
            rx.el.span(_(words.criteria), class_name="usa-radio__label-description"),
            html_for=f"reason-{reason}",
            class_name="usa-radio__label",
        ),
        rx.el.details(
            rx.el.summary(
                _("What usually happens, and what to bring"),
                rx.el.span(": ", _(words.title), class_name="usa-sr-only"),
            ),
            rx.el.p(_(words.usually)),
            rx.el.ul(*[rx.el.li(_(one)) for one in words.bring], class_name="usa-list"),
            class_name="cx-visit__more",
        ),
        class_name="usa-radio",
    )


def person_fields(form: Form, known: Any) -> rx.Component:
    """`known` tells whether the agency's record says who it is."""
    return rx.fragment(
        rx.cond(known, rx.fragment(), _who(form)),
        form.text(
            "phone",
            _("Phone"),
            hint=_("10 digits. An officer may call it; we do not text it."),
            max_length=40,
            input_mode="tel",
            auto_complete="tel-national",
        ),
        radio_group(
            "language",
            _("In which language should we answer?"),
            [Choice(lang, NAMES[lang]) for lang in LANGUAGES],
            error=form.error("language"),
            value=form.values["language"],
            key=form.key,
            on_change=lambda lang: form.choose("language", lang),
        ),
    )


def _who(form: Form) -> rx.Component:
    return rx.fragment(
        form.text("given_name", _("Given name"), hint=_("As on the passport"), max_length=120),
        form.text("family_name", _("Family name"), max_length=120),
        date_field(
            _("Date of birth"),
            hint=_("For example 4 28 1986"),
            error=form.error("month"),
            values=form.values,
            key=form.key,
            keep=form.keep,
        ),
        form.text(
            "a_number",
            _("A-Number (optional)"),
            hint=_("7 to 9 digits, with or without the A"),
            max_length=40,
        ),
        form.text(
            "receipt",
            _("Receipt number (optional)"),
            hint=_("3 letters and 10 digits, if it is about a case"),
            max_length=40,
            auto_capitalize="characters",
        ),
    )


def office_fields(form: Form, office: Any) -> rx.Component:
    """`office` is the one that serves the ZIP code that was typed, or empty."""
    return rx.fragment(
        form.text(
            "zip",
            _("ZIP code of your home"),
            hint=_("5 digits, for example 62704. It decides which office sees you."),
            max_length=20,
            input_mode="numeric",
            auto_complete="postal-code",
        ),
        rx.el.p(
            rx.cond(office, rx.fragment(_("Your office:"), " ", rx.el.strong(office))),
            aria_live="polite",
            id="your-office",
        ),
        rx.el.h3(_("Times that suit you (optional)")),
        rx.el.p(_("We try to pick one of them. We can’t promise it.")),
        *[_wish(form, n) for n in range(1, WISHES + 1)],
        rx.el.h3(_("Days you can’t come (optional)")),
        *[_span(form, n) for n in range(1, SPANS + 1)],
    )


def _wish(form: Form, n: int) -> rx.Component:
    choice = _("Choice {n}", n=n)
    return rx.el.fieldset(
        rx.el.legend(choice, class_name="usa-legend"),
        _day(form, f"wish{n}_day", _("Day")),
        select_field(
            f"wish{n}_half",
            _("Part of the day"),
            [("", [(str(half), _(name)) for half, name in HALVES.items()])],
            any_label=_("Choose"),
            value=form.values[f"wish{n}_half"],
            key=form.key,
            error=form.error(f"wish{n}_half"),
            keep=form.keep,
        ),
        class_name="usa-fieldset cx-visit__pair",
    )


def _span(form: Form, n: int) -> rx.Component:
    away = _("Away {n}", n=n)
    return rx.el.fieldset(
        rx.el.legend(away, class_name="usa-legend"),
        _day(form, f"away{n}_from", _("First day")),
        _day(form, f"away{n}_to", _("Last day")),
        class_name="usa-fieldset cx-visit__pair",
    )


def _day(form: Form, name: str, label: str) -> rx.Component:
    error = form.error(name)
    return rx.el.div(
        rx.el.label(label, html_for=name, class_name="usa-label"),
        rx.cond(error, rx.el.span(error, id=f"{name}-error", class_name="usa-error-message")),
        rx.el.select(
            rx.el.option(_("Choose"), value=""),
            rx.foreach(form.days, lambda one: rx.el.option(one.label, value=one.value)),
            id=name,
            name=name,
            default_value=form.values[name],
            key=form.key,
            on_change=form.keep(name),
            aria_describedby=rx.cond(error, f"{name}-error", ""),
            aria_invalid=rx.cond(error, "true", "false"),
            class_name="usa-select",
        ),
        class_name=rx.cond(error, "usa-form-group usa-form-group--error", "usa-form-group"),
    )


def more_fields(form: Form, *files: Any) -> rx.Component:
    """`files` is the part in which files are added."""
    return rx.fragment(
        rx.el.fieldset(
            rx.el.legend(_("Do you need any help at the office?"), class_name="usa-legend"),
            rx.el.span(
                _("It is free. Please ask for it each time: we do not keep it."),
                class_name="usa-hint",
            ),
            *[
                checkbox(
                    f"needs_{need}",
                    Choice("yes", _(NEEDS[need])),
                    checked=form.values[f"needs_{need}"] == "yes",
                    key=form.key,
                    on_change=form.tick(f"needs_{need}"),
                )
                for need in Accommodation
            ],
            class_name="usa-fieldset usa-form-group",
        ),
        text_area(
            "needs_words",
            _("About that help (optional)"),
            hint=_("For example which sign language. At most 1,000 characters."),
            error=form.error("needs_words"),
            value=form.values["needs_words"],
            key=form.key,
            keep=form.keep,
            rows=2,
        ),
        text_area(
            "note",
            _("Anything that the officer should know (optional)"),
            hint=_("At most 1,000 characters. Please leave out card and Social Security numbers."),
            error=form.error("note"),
            value=form.values["note"],
            key=form.key,
            keep=form.keep,
            rows=5,
        ),
        *files,
    )


def attest(form: Form) -> rx.Component:
    return checkbox(
        "attested",
        Choice(ATTESTED, _("What I say here is true, as far as I know.")),
        checked=form.values["attested"] == ATTESTED,
        key=form.key,
        error=form.error("attested"),
        on_change=form.tick("attested"),
    )


def _dynamic_radios(form: Form, name: str, legend: str, options: Any) -> rx.Component:
    error = form.error(name)
    return rx.el.fieldset(
        rx.el.legend(legend, class_name="usa-legend"),
        rx.cond(error, rx.el.span(error, id=f"{name}-error", class_name="usa-error-message")),
        rx.foreach(
            options,
            lambda one: rx.el.div(
                rx.el.input(
                    id=f"{name}-" + one.value,
                    type="radio",
                    name=name,
                    value=one.value,
                    default_checked=form.values[name] == one.value,
                    key=form.key,
                    on_change=form.choose(name, one.value),
                    class_name="usa-radio__input",
                ),
                rx.el.label(
                    one.label, html_for=f"{name}-" + one.value, class_name="usa-radio__label"
                ),
                class_name="usa-radio",
            ),
        ),
        id=name,
        tab_index=-1,
        aria_describedby=rx.cond(error, f"{name}-error", ""),
        class_name=_group(error),
    )


def _group(error: Any) -> Any:
    base = "usa-fieldset usa-form-group"
    return rx.cond(error, f"{base} usa-form-group--error", base)
