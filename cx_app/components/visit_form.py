"""The steps of asking for a visit, for people with an account and without. They know no
state: whoever uses them gives a form in steps (`KeptSteps`)."""

from __future__ import annotations

from typing import Any, Final

import reflex as rx

from cx_app.components.kept_fields import (
    kept_area,
    kept_birth_date,
    kept_box,
    kept_choice,
    kept_date,
    kept_options,
    kept_radio,
    kept_radios,
    kept_select,
    kept_text,
)
from cx_app.domain.appointment_forms import SPANS, WISHES, Step
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


def whom_choices(state: Any, options: Any) -> rx.Component:
    """For whom; `options` are known only in the browser."""
    return kept_choice(state, "whom", _("Who needs the visit?"), options)


def reason_choices(state: Any, offered: Any, criteria: Any, travels: Any) -> rx.Component:
    """Each reason with whom it is for, what usually happens and what to bring, before anything is
    asked. `offered` and `travels` are lists of reasons; `criteria` has a text for each."""
    return rx.fragment(
        kept_radios(
            state,
            "reason",
            _("What is the visit for?"),
            *[
                rx.cond(
                    offered.contains(str(reason)),
                    _reason(state, str(reason), words, criteria[str(reason)]),
                )
                for reason, words in REASONS.items()
            ],
            hint=_("Not on this list? Please call us: other services are not asked for online."),
        ),
        rx.cond(
            travels.contains(state.values["reason"]),
            kept_date(
                state,
                _("On which day do you travel?"),
                _("For example 4 28 2027. Travel in less than 15 days comes first."),
                prefix="travel_",
            ),
        ),
    )


def _reason(state: Any, reason: str, words: ReasonWords, criteria: Any) -> rx.Component:
    return kept_radio(
        state,
        "reason",
        reason,
        _(words.title),
        rx.el.details(
            rx.el.summary(
                _("What usually happens, and what to bring"),
                rx.el.span(": ", _(words.title), class_name="usa-sr-only"),
            ),
            rx.el.p(_(words.usually)),
            rx.el.ul(*[rx.el.li(_(one)) for one in words.bring], class_name="usa-list"),
            class_name="cx-visit__more",
        ),
        hint=criteria,
    )


def person_fields(state: Any, known: Any) -> rx.Component:
    """`known` tells whether the agency's record says who it is."""
    return rx.fragment(
        rx.cond(known, rx.fragment(), _who(state)),
        kept_text(
            state,
            "phone",
            _("Phone"),
            hint=_("10 digits. An officer may call it; we do not text it."),
            max_length=40,
            input_mode="tel",
            auto_complete="tel-national",
        ),
        kept_radios(
            state,
            "language",
            _("In which language should we answer?"),
            *[kept_radio(state, "language", lang, NAMES[lang]) for lang in LANGUAGES],
        ),
    )


def _who(state: Any) -> rx.Component:
    return rx.fragment(
        kept_text(
            state, "given_name", _("Given name"), hint=_("As on the passport"), max_length=120
        ),
        kept_text(state, "family_name", _("Family name"), max_length=120),
        kept_birth_date(state, _("For example 4 28 1986")),
        kept_text(
            state,
            "a_number",
            _("A-Number (optional)"),
            hint=_("7 to 9 digits, with or without the A"),
            max_length=40,
        ),
        kept_text(
            state,
            "receipt",
            _("Receipt number (optional)"),
            hint=_("3 letters and 10 digits, if it is about a case"),
            max_length=40,
            auto_capitalize="characters",
        ),
    )


def office_fields(state: Any, office: Any, days: Any) -> rx.Component:
    """`office` is the one that serves the ZIP code that was typed, or empty; `days` are those to
    pick from."""
    return rx.fragment(
        kept_text(
            state,
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
        *[_wish(state, n, days) for n in range(1, WISHES + 1)],
        rx.el.h3(_("Days you can’t come (optional)")),
        *[_span(state, n, days) for n in range(1, SPANS + 1)],
    )


def _wish(state: Any, n: int, days: Any) -> rx.Component:
    halves = [(str(half), _(name)) for half, name in HALVES.items()]
    return _pair(
        _("Choice {n}", n=n),
        kept_options(state, f"wish{n}_day", _("Day"), days),
        kept_select(
            state,
            f"wish{n}_half",
            _("Part of the day"),
            [("", halves)],
            any_label=_("Choose"),
        ),
    )


def _span(state: Any, n: int, days: Any) -> rx.Component:
    return _pair(
        _("Away {n}", n=n),
        kept_options(state, f"away{n}_from", _("First day"), days),
        kept_options(state, f"away{n}_to", _("Last day"), days),
    )


def _pair(legend: str, *fields: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(legend, class_name="usa-legend"),
        *fields,
        class_name="usa-fieldset cx-visit__pair",
    )


def more_fields(state: Any, *files: Any) -> rx.Component:
    """`files` is the part in which files are added."""
    return rx.fragment(
        rx.el.fieldset(
            rx.el.legend(_("Do you need any help at the office?"), class_name="usa-legend"),
            rx.el.span(
                _("It is free. Please ask for it each time: we do not keep it."),
                class_name="usa-hint",
            ),
            *[kept_box(state, f"needs_{need}", _(NEEDS[need])) for need in Accommodation],
            class_name="usa-fieldset usa-form-group",
        ),
        kept_area(
            state,
            "needs_words",
            _("About that help (optional)"),
            hint=_("For example which sign language. At most 1,000 characters."),
            rows=2,
        ),
        kept_area(
            state,
            "note",
            _("Anything that the officer should know (optional)"),
            hint=_("At most 1,000 characters. Please leave out card and Social Security numbers."),
            rows=5,
        ),
        *files,
    )


def attest(state: Any) -> rx.Component:
    return kept_box(state, "attested", _("What I say here is true, as far as I know."))
