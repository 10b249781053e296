"""Reasons for a visit as people read them: what they are for, what usually happens, what to bring
(AP-11 to AP-15). The sentences stand in the catalogues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cx_app.domain.appointment_requests import RequestReason
from cx_app.language import _, language


@dataclass(frozen=True, slots=True)
class ReasonWords:
    title: str
    criteria: str
    """Who gets a visit for it."""
    usually: str
    bring: tuple[str, ...]


PHOTO_ID: Final = "Photo ID, such as your passport"
NOTICE: Final = "The letter with your visit"
REASONS: Final[Mapping[RequestReason, ReasonWords]] = {
    RequestReason.ADIT_STAMP: ReasonWords(
        "Proof that I am a permanent resident (ADIT stamp)",
        "For permanent residents without a valid card, or whose Form I-90, I-751 or N-400 is "
        "pending and whose extension letter has ended.",
        "Most people get the stamp by mail and need no visit. We call to check who you are and "
        "where a carrier can bring it. A P.O. box does not work.",
        (PHOTO_ID, NOTICE, "Your old card, if you have it", "Two passport photos"),
    ),
    RequestReason.EMERGENCY_PAROLE: ReasonWords(
        "Urgent travel (emergency advance parole)",
        "For travel in less than 15 days for a reason that cannot wait: medical care, a death or "
        "a grave illness in the family, or the like.",
        "An officer looks at it the next business day. Whether it is granted is decided at the "
        "visit.",
        (
            PHOTO_ID,
            "Form I-131, signed, with the fee",
            "Proof of why the travel is urgent",
            "Two passport photos",
        ),
    ),
    RequestReason.JUDGE_GRANT: ReasonWords(
        "An immigration judge granted my case",
        "For people to whom a judge granted residence or asylum and who have no card or proof yet.",
        "The visit starts the work on your card or proof.",
        (PHOTO_ID, "The judge’s order", "Two passport photos"),
    ),
    RequestReason.LOST_PACKET: ReasonWords(
        "I entered as an immigrant and my card never came",
        "For people who entered with an immigrant visa, paid the fee more than 3 months ago, and "
        "whose packet may be lost.",
        "Often we find the packet and need no visit.",
        (PHOTO_ID, "Your passport with the visa", "The receipt of the fee"),
    ),
    RequestReason.CERTIFIED_COPY: ReasonWords(
        "A certified copy of my naturalization certificate",
        "For citizens whom another office asked for a certified copy.",
        "You show the certificate, and we make the copy.",
        (PHOTO_ID, "Your certificate", "The letter that asks for the copy"),
    ),
    RequestReason.DEFERRED_ACTION: ReasonWords(
        "Deferred action",
        "For people who ask the local office to put off their removal.",
        "An officer looks at your papers first, and may ask for more by mail.",
        (PHOTO_ID, "The papers that support your request"),
    ),
    RequestReason.CUBAN_PAROLE: ReasonWords(
        "Cuban parole or re-parole",
        "For citizens of Cuba who need parole or a new one.",
        "An officer checks your record. If it can be settled without you, we write to you.",
        (PHOTO_ID, "Proof that you are a citizen of Cuba", "Two passport photos"),
    ),
    RequestReason.AFGHAN_RESIDENT: ReasonWords(
        "Afghan special immigrant with conditions",
        "For Afghan special immigrants who are residents with conditions.",
        "An officer checks your record and takes the conditions off, or asks you to come.",
        (PHOTO_ID, "Your card or passport with the stamp"),
    ),
    RequestReason.BORN_IN_CANADA: ReasonWords(
        "American Indian born in Canada",
        "For American Indians born in Canada who need a record of their admission.",
        "The visit makes the record.",
        (PHOTO_ID, "Proof of your tribe and descent", "Two passport photos"),
    ),
    RequestReason.PROTECTED_INQUIRY: ReasonWords(
        "A T, U or VAWA case",
        "For people who are protected as victims and who have a question that only an office can "
        "settle.",
        "Only officers with special training see it. Messages never say what it is about.",
        (PHOTO_ID,),
    ),
}


def reason_title(reason: str) -> str:
    """In English, which is also the key of the catalogues."""
    return REASONS[RequestReason(reason)].title


def criteria_of(reason: str, written: Mapping[str, Mapping[str, str]]) -> str:
    """Whom it is for, in the language of now: as it was written anew, or as delivered (AP-48)."""
    delivered = REASONS[RequestReason(reason)].criteria
    return written.get(reason, {}).get(language()) or _(delivered)
