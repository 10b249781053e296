"""Codes and requests as officers read of them. In English."""

from __future__ import annotations

from typing import Final

from cx_app.domain.access_codes import Life
from cx_app.domain.code_requests import Confirmed, EndReason, Refusal, ReviewReason

WHY: Final[dict[str, str]] = {
    ReviewReason.PROTECTED: "Protected case: a code goes to the safe address only",
    ReviewReason.DISPUTED: "Who acts in this case is disputed",
    ReviewReason.SEVERAL_MATCH: "Several people on the case have this date of birth",
    ReviewReason.LOCK_OUTS: "Whoever asks has tried wrong codes on this case",
    ReviewReason.RETURNED_MAIL: "The last letter came back, and the address is the same",
    ReviewReason.ADDRESS_CHANGED: "The address changed in the last 30 days",
    ReviewReason.NO_ADDRESS: "There is no address that a code may go to",
}
RETURNED: Final = "The letter with a live code came back"
WRONG_CODES: Final = "Many wrong codes were tried on this case"
LATE_LETTER: Final = "Approved, and the letter has not left in time"
TABS: Final = {
    "all": "Everything",
    "address_changed": "Address changed",
    "no_address": "No address",
    "returned_mail": "Returned mail",
    "lock_outs": "Wrong codes",
    "several_match": "Several match",
    "protected": "Protected",
    "late": "Waiting too long",
}
CONFIRMED: Final = {
    Confirmed.CALL: "Identity and address confirmed by a call",
    Confirmed.IN_PERSON: "Identity and address confirmed in person",
    Confirmed.EVIDENCE: "Evidence of the address is on file",
}
REFUSALS: Final = {
    Refusal.NOT_CONFIRMED: "Who asked could not be confirmed",
    Refusal.ADDRESS_FIRST: "The address has to be changed first",
    Refusal.NOT_ON_CASE: "Whoever asked is not on the case",
    Refusal.HAS_CODE: "A code mailed before is still good",
    Refusal.NOT_SAFE: "There is no safe way to reach the person yet",
}
ENDS: Final = {
    EndReason.LETTER_LOST: "The letter is lost",
    EndReason.LETTER_RETURNED: "The letter came back",
    EndReason.WRONG_HANDS: "The code is in the wrong hands",
    EndReason.GUESSED_AT: "Somebody guesses at this case",
    EndReason.BY_MISTAKE: "It was issued by mistake",
}
OTHER_ENDS: Final = {
    "another_was_used": "another code of the same holder was used",
    "party_ended": "the person left the case",
    "representation_ended": "the representation ended",
}
LIVES: Final = {
    Life.REQUESTED: "Requested",
    Life.APPROVED: "Approved",
    Life.PRINTED: "Printed",
    Life.MAILED: "Mailed",
    Life.E_MAILED: "E-mailed",
    Life.RETURNED: "Returned",
    Life.EXPIRED: "Expired",
    Life.VOIDED: "Voided",
    Life.REDEEMED: "Redeemed",
}
STATES: Final = {
    "requested": "Waiting to be looked up",
    "review": "In review",
    "issued": "Approved",
    "not_given": "Refused",
    "capped": "Not answered: another request came first",
}


def ended(code: str | None) -> str:
    """Why a code was ended."""
    if code in set(EndReason):
        return ENDS[EndReason(code)].lower()
    return OTHER_ENDS.get(code or "", (code or "").replace("_", " "))


def decided(code: str | None) -> str:
    if code in set(Confirmed):
        return CONFIRMED[Confirmed(code)]
    return REFUSALS[Refusal(code)] if code in set(Refusal) else ""
