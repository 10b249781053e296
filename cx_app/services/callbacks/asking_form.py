"""The form that asks for a callback, step by step: what it lacks, and how it reads before it is
sent."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from cx_app.domain.callbacks import ask_forms
from cx_app.domain.callbacks.ask_forms import (
    OTHER_PHONE,
    SPAN_FIELDS,
    TEXT_FIRST,
    AskStep,
    Flaws,
)
from cx_app.domain.contacts import mask_phone, parse_phone
from cx_app.domain.identity import Actor
from cx_app.domain.ticked import TICKED
from cx_app.language import LANGUAGES, NAMES, _, known
from cx_app.services.callbacks.asking import SPANS, Asked, AskRefusal, Wish, ask, form
from cx_app.services.callbacks.form_words import span_words
from cx_app.services.callbacks.words import topic_words
from cx_app.services.drafts.steps import ReviewLine
from cx_app.services.messages.zones import zone_words


def flaws(session: Session, actor: Actor, step: AskStep, values: Mapping[str, str]) -> Flaws:
    del session, actor
    return ask_forms.flaws_of(step, values, LANGUAGES)


def furthest(session: Session, actor: Actor, values: Mapping[str, str]) -> AskStep:
    del session, actor
    return ask_forms.furthest(values, LANGUAGES)


def may_text(session: Session, actor: Actor, values: Mapping[str, str]) -> bool:
    """Whether texts can go to the number that was chosen, once the person agrees."""
    phones = form(session, actor).phones
    return any(one.contact_id == values.get("phone_id") and one.may_text for one in phones)


def expected_of(session: Session, actor: Actor, values: Mapping[str, str]) -> str:
    """How long it takes for such a topic, in words."""
    return form(session, actor, values.get("topic", "")).expected


def review(session: Session, actor: Actor, values: Mapping[str, str]) -> list[ReviewLine]:
    """All that was typed, before it is sent."""
    choices = form(session, actor)
    case = next((c.label for c in choices.cases if c.case_id == values.get("case_id")), "")
    phone = next((p.masked for p in choices.phones if p.contact_id == values.get("phone_id")), "")
    spoken = values.get("spoken", "").strip()
    lines = [
        ReviewLine(AskStep.TOPIC, _("What about"), topic_words(values.get("topic", ""))),
        ReviewLine(AskStep.TOPIC, _("Case"), case or _("No case")),
        ReviewLine(AskStep.TOPIC, _("Your note"), values.get("note", "").strip()),
        ReviewLine(AskStep.PHONE, _("Phone"), phone or _typed(values.get("phone", ""))),
        ReviewLine(AskStep.PHONE, _("Time zone"), zone_words(values.get("zone", ""))),
        ReviewLine(AskStep.PHONE, _("Hours that suit you"), _hours(values)),
        ReviewLine(AskStep.PHONE, _("Language"), NAMES[known(values.get("language", ""))]),
        ReviewLine(AskStep.PHONE, _("Interpreter"), spoken),
        ReviewLine(
            AskStep.PHONE,
            _("Relay service"),
            _("I use TTY or a relay service") if values.get("relay") == TICKED else "",
        ),
        ReviewLine(
            AskStep.TEXTS,
            _("Text before the call"),
            _("Yes, text me first") if values.get("texts") == TEXT_FIRST else _("No, just call me"),
        ),
    ]
    return [line for line in lines if line.answer]


def send(
    session: Session, actor: Actor, values: Mapping[str, str], key: str, consent_version: str
) -> Asked | AskRefusal | Flaws:
    """The whole form; `consent_version` is that of the sentence on the page."""
    found = {
        name: flaw
        for step in AskStep
        for name, flaw in ask_forms.flaws_of(step, values, LANGUAGES).items()
    }
    if found:
        return found
    other = values["phone_id"] == OTHER_PHONE
    agreed = values["texts"] == TEXT_FIRST
    wish = Wish(
        topic=values["topic"],
        phone=values["phone"] if other else "",
        contact_id="" if other else values["phone_id"],
        zone=values["zone"],
        language=values["language"],
        case_id=values.get("case_id", ""),
        hours=[_span(n) for n, name in enumerate(SPAN_FIELDS) if values.get(name) == TICKED],
        spoken=values.get("spoken", ""),
        relay=values.get("relay") == TICKED,
        note=values.get("note", ""),
        consent_version=consent_version if agreed else "",
    )
    return ask(session, actor, wish, key)


def _span(number: int) -> tuple[str, str]:
    opens, _dash, closes = SPANS[number].partition("-")
    return opens, closes


def _hours(values: Mapping[str, str]) -> str:
    chosen = [SPANS[n] for n, name in enumerate(SPAN_FIELDS) if values.get(name) == TICKED]
    return ", ".join(span_words(one) for one in chosen) or _("Any hour")


def _typed(phone: str) -> str:
    """As it was understood; nobody else sees it."""
    number = parse_phone(phone)
    return mask_phone(number) if isinstance(number, str) else phone


def say_not_asked(refusal: AskRefusal) -> str:
    """Why a call was not taken."""
    match refusal:
        case AskRefusal.OPEN_ALREADY:
            return _("You are in line already for a call to this phone. One at a time is enough.")
        case AskRefusal.TOO_MANY:
            return _("You asked for many calls. Wait a day, or take one of them back.")
        case AskRefusal.PAUSED:
            return _("We are checking who may use this case. Until then, please call us.")
        case _:
            return _("Something has changed meanwhile. Go back, and choose again.")
