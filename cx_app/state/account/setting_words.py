"""How settings speak of refusals, of kinds of messages, and of what a way still needs."""

from __future__ import annotations

from typing import Final

from babel.lists import format_list

from cx_app.domain.contacts import Refusal
from cx_app.domain.delivery import Reason
from cx_app.domain.messages import Channel, Topic
from cx_app.language import _, language
from cx_app.settings import settings

ALL: Final = "all"
"""Stands beside the topics: one choice for every one of them."""


def say_refusal(refusal: Refusal, channel: str) -> str:
    """What to do next about an address, a number, or consent."""
    if channel == Channel.EMAIL and refusal is Refusal.MALFORMED:
        return _("Check the e-mail address. It looks like name@example.com.")
    match refusal:
        case Refusal.MALFORMED:
            return _("Enter a phone number with its area code: 10 digits, like 202 555 0123.")
        case Refusal.NOT_US:
            return _(
                "We can only text numbers of the United States and its territories. Enter one of "
                "those, or choose e-mail or letters for your messages."
            )
        case Refusal.LANDLINE:
            return _(
                "This number is a landline, and landlines can’t get texts. Enter a cell phone "
                "number, or choose e-mail or letters for your messages."
            )
        case Refusal.TOO_MANY:
            return _("We sent several codes in the last hour. Wait an hour, then send a new one.")
        case Refusal.STOPPED:
            return say_stopped()
        case Refusal.NOT_VERIFIED:
            return _("Confirm this number with a code first. Then you can agree to texts.")
        case Refusal.OLD_WORDING:
            return _("These words have changed. Please read them again before you agree.")
        case Refusal.WRONG_CODE | Refusal.EXPIRED:
            return say_wrong_code(refusal)


def say_wrong_code(refusal: Refusal) -> str:
    """What to do next about a code that was typed."""
    match refusal:
        case Refusal.EXPIRED:
            return _("That code is too old, or was used before. Send a new code.")
        case Refusal.TOO_MANY:
            return _("There were too many tries with this code. Send a new code.")
    return _("That is not the code we sent last. Check the newest message, and type its 6 digits.")


def say_stopped() -> str:
    if settings.twilio_from:
        return _(
            "STOP was texted from this phone, so we send it nothing. To start again, text START "
            "from that phone to {number}.",
            number=settings.twilio_from,
        )
    return _(
        "STOP was texted from this phone, so we send it nothing. To start again, answer one of our "
        "texts with START from that phone."
    )


def say_missing(way: Channel, reason: str) -> str:
    """What to do so that a way of telling can be used; empty when nothing is missing."""
    if not reason:
        return ""
    match way:
        case Channel.LETTER:
            return _("Not yet: your mailing address comes with a case that you add with a code.")
        case Channel.EMAIL if reason == Reason.NO_VERIFIED_EMAIL:
            return _("Not yet: confirm an e-mail address first.")
        case Channel.EMAIL:
            return _("Not now: messages to your address came back. Confirm it again first.")
    match reason:
        case Reason.NO_CONSENT:
            return _("Not yet: agree to texts first.")
        case Reason.OPTED_OUT:
            return _("Not now: STOP was texted from your phone.")
    return _("Not yet: confirm your phone number first.")


def say_source(source: str, word: str) -> str:
    """Where consent was given or taken back."""
    match source:
        case "settings":
            return _("on this page")
        case "text":
            return _("by the text {word} from the phone", word=word)
    return _("by the phone company")


def say_ways(*, email: bool, sms: bool, paper: bool) -> str:
    """`Inbox, e-mail, and text`."""
    chosen = [_("Inbox")]
    chosen += [_("e-mail")] if email else []
    chosen += [_("text")] if sms else []
    chosen += [_("letter")] if paper else []
    return str(format_list(chosen, locale="en_US" if language() == "en" else "es_US"))


def say_in(lang: str) -> str:
    return _("in Spanish") if lang == "es" else _("in English")


def topic_name(topic: str) -> str:
    return {
        ALL: _("All kinds of messages"),
        Topic.CASES: _("Your cases"),
        Topic.APPOINTMENTS: _("Appointments"),
        Topic.CALLBACKS: _("Calls from us"),
        Topic.SECURITY: _("Codes and your account"),
    }[topic]


def topic_hint(topic: str) -> str:
    return {
        ALL: _("Choose once for everything below."),
        Topic.CASES: _("A case was added, or its status changed."),
        Topic.APPOINTMENTS: _("An appointment was set, moved, or canceled."),
        Topic.CALLBACKS: _("You asked for a call, and your turn comes near."),
        Topic.SECURITY: _("Access codes, and what keeps your account safe."),
    }[topic]
