"""What is wrong with an address that was typed, in words."""

from __future__ import annotations

from cx_app.domain.addresses import Flaw
from cx_app.language import _


def say_flaw(name: str, flaw: Flaw) -> str:
    match flaw:
        case Flaw.MISSING:
            return {
                "street": _("Enter the house number and street, like 58 Kiln Street."),
                "city": _("Enter the city."),
                "state": _("Choose the state."),
                "zip": _("Enter the ZIP code: 5 digits, like 62704."),
            }[name]
        case Flaw.TOO_LONG:
            return _("This line is too long for an envelope. Use at most 100 letters.")
        case Flaw.UNPRINTABLE:
            return _("This line has a sign that we can’t print. Type it again by hand.")
        case Flaw.NO_STATE:
            return _("Choose the state.")
        case Flaw.NO_ZIP:
            return _("Enter the ZIP code: 5 digits, like 62704, or 9 like 62704-1234.")
        case Flaw.PO_BOX:
            return _("Enter where you live, not a P.O. box: codes are mailed to your home.")
