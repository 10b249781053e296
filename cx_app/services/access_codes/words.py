"""Codes and requests in plain words, in the current language."""

from __future__ import annotations

from datetime import date
from typing import Final

from cx_app.domain.access_codes import Life
from cx_app.domain.code_requests import Refusal
from cx_app.language import _, say_date
from cx_app.settings import settings

LIVES: Final = {
    Life.REQUESTED: "Asked for",
    Life.APPROVED: "Approved, the letter is being made",
    Life.PRINTED: "The letter is printed",
    Life.MAILED: "Mailed to the address on file",
    Life.E_MAILED: "Sent by e-mail",
    Life.RETURNED: "The letter came back to us",
    Life.EXPIRED: "Too old to use",
    Life.VOIDED: "Ended, it can’t be used",
    Life.REDEEMED: "Used to add the case",
}
TONES: Final = {
    Life.REQUESTED: "agency",
    Life.APPROVED: "agency",
    Life.PRINTED: "agency",
    Life.MAILED: "agency",
    Life.E_MAILED: "agency",
    Life.RETURNED: "you",
    Life.EXPIRED: "you",
    Life.VOIDED: "plain",
    Life.REDEEMED: "plain",
}
REFUSALS: Final = {
    Refusal.NOT_CONFIRMED: (
        "We could not confirm who asked. Call {phone} and have a notice of the case at hand."
    ),
    Refusal.ADDRESS_FIRST: (
        "The address on file has to be changed first. Call {phone}, then ask again."
    ),
    Refusal.NOT_ON_CASE: (
        "Codes go only to the people of a case and their representatives. Questions? Call {phone}."
    ),
    Refusal.HAS_CODE: (
        "A code that was mailed before is still good. If you don’t have it, call {phone}."
    ),
    Refusal.NOT_SAFE: ("We need a safe way to reach you first. Call {phone} when it suits you."),
}


def life(one: Life) -> str:
    return _(LIVES[one])


def in_review() -> str:
    return _("An officer looks at it first")


def refused() -> str:
    return _("No code was sent")


def capped() -> str:
    return _("Another request came first")


def other_is_open() -> str:
    return _(
        "A code for you was asked for shortly before. The page of the case shows how far it is."
    )


def refusal(code: str) -> str:
    if code not in set(Refusal):
        return _("Questions? Call {phone}.", phone=settings.agency_phone)
    return _(REFUSALS[Refusal(code)], phone=settings.agency_phone)


def looked_up_soon() -> str:
    return _("We look it up now. This takes a moment.")


def officer_looks(by: date) -> str:
    return _("You will hear from us by {day}. You need not do anything.", day=say_date(by))


def comes_if_it_matches(by: date) -> str:
    return _("If it matches our records, the code should be there by {day}.", day=say_date(by))


def nothing_came(by: date) -> str:
    return _(
        "The code should have come by {day}. If nothing came, check the number and your address, "
        "and call {phone}: an officer can look.",
        day=say_date(by),
        phone=settings.agency_phone,
    )


def ask_again() -> str:
    return _("If you still need a code, you can ask again now.")


def on_its_way(by: date) -> str:
    return _("It should be there by {day}.", day=say_date(by))


def next_step(one: Life, by: date, good_until: date) -> str:
    match one:
        case Life.APPROVED | Life.PRINTED:
            return on_its_way(by)
        case Life.MAILED | Life.E_MAILED:
            return _(
                "It should be there by {day}. The code is good until the end of {last}.",
                day=say_date(by),
                last=say_date(good_until),
            )
        case Life.RETURNED:
            return _(
                "Check that we have your address: call {phone}. We don’t mail a code to the same "
                "address again unseen.",
                phone=settings.agency_phone,
            )
        case Life.EXPIRED:
            return _("Ask for a new one if you still need it.")
    return ""
