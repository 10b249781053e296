"""What is wrong with a field of a request for a visit, as what to do about it."""

from __future__ import annotations

from typing import Final

from cx_app.domain.appointment_forms import Flaw
from cx_app.language import _
from cx_app.state.account.words import ask_birth_date, ask_receipt

MISSING: Final = {
    "whom": "Choose who needs the visit.",
    "reason": "Choose what the visit is for.",
    "given_name": "Enter the given name, as on the passport.",
    "family_name": "Enter the family name, as on the passport.",
    "phone": "Enter a phone number, so that an officer can call.",
    "language": "Choose in which language we should answer.",
    "zip": "Enter the ZIP code of your home: 5 digits, like 62704.",
    "needs_words": "Say which help you need.",
    "attested": "Tick the box: say that it is true.",
}


def say_flaw(name: str, flaw: Flaw) -> str:
    match flaw:
        case Flaw.MISSING if name in MISSING:
            return _(MISSING[name])
        case Flaw.MISSING if name.endswith("_half"):
            return _("Choose morning or afternoon.")
        case Flaw.MISSING:
            return _("Choose the first day too.")
        case Flaw.NOT_OFFERED:
            return _("This is not asked for online any more. Choose another reason, or call us.")
        case Flaw.MALFORMED if name == "month":
            return ask_birth_date()
        case Flaw.MALFORMED if name == "receipt":
            return ask_receipt()
        case Flaw.MALFORMED if name == "travel_month":
            return _("Enter the day of travel with month, day and year, like 4 28 2027.")
        case Flaw.MALFORMED if name == "phone":
            return _("Enter a US phone number with 10 digits, like 212 555 0101.")
        case Flaw.MALFORMED:
            return _("Enter the A-Number: 7 to 9 digits, like A 012 345 678.")
        case Flaw.PAST if name == "travel_month":
            return _("This day has passed. Enter the day on which you will travel.")
        case Flaw.PAST:
            return _("This day can’t be picked any more. Choose another one.")
        case Flaw.TOO_FAR:
            return _("This is more than a year ahead. Ask again when it is closer.")
        case Flaw.TOO_LONG if name in ("note", "needs_words"):
            return _("This is too long. Use at most 1,000 characters.")
        case Flaw.TOO_LONG:
            return _("This is too long. Use at most 100 letters.")
        case Flaw.NO_ZIP:
            return _("We don’t know this ZIP code. Enter 5 digits, like 62704.")
        case Flaw.NO_OFFICE:
            return _("No office sees people for this ZIP code. Please call us.")
        case Flaw.TWICE:
            return _("You picked this day and part of the day before. Choose another one.")
        case Flaw.ORDER:
            return _("The last day is before the first one. Choose a later day.")
        case Flaw.AWAY:
            return _("You said that you can’t come on this day. Choose another one.")
