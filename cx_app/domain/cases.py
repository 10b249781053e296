"""Case facts: forms, parties, and event codes in plain words (domain 8.3, 8.4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class PartyRole(StrEnum):
    APPLICANT = "applicant"
    PETITIONER = "petitioner"
    BENEFICIARY = "beneficiary"
    SUPPORTER = "supporter"
    DERIVATIVE = "derivative"
    REQUESTOR = "requestor"


PROTECTED_SIDE: Final = frozenset(
    {PartyRole.APPLICANT, PartyRole.BENEFICIARY, PartyRole.DERIVATIVE}
)
"""Whom 8 USC 1367 protects in a case; a petitioner or supporter beside them is who they are
protected from."""
SELF_PETITIONS: Final = frozenset({"I-360"})
"""Forms by which people petition for themselves: there a petitioner who is alone in the case is
the protected person. On any other form the feed may simply not have named the other side."""


class Turn(StrEnum):
    """Whose turn it is."""

    YOU = "you"
    AGENCY = "agency"
    OTHER = "other"
    """Another agency's, such as for a visa number."""
    NOBODY = "nobody"


FORMS: Final[dict[str, str]] = {
    "I-90": "Application to replace a permanent resident card",
    "I-102": "Application to replace an arrival-departure record",
    "I-129F": "Petition for a fiancé(e)",
    "I-130": "Petition for a relative",
    "I-131": "Application for a travel document",
    "I-134A": "Online request to be a supporter",
    "I-140": "Petition for a worker",
    "I-212": "Application for permission to reapply",
    "I-360": "Petition for a special immigrant",
    "I-485": "Application for a green card (adjustment of status)",
    "I-539": "Application to extend or change status",
    "I-600": "Petition for an orphan as an immediate relative",
    "I-600A": "Application to process an orphan petition early",
    "I-601": "Application for a waiver",
    "I-601A": "Application for a provisional waiver",
    "I-751": "Petition to remove conditions on residence",
    "I-765": "Application for a work permit",
    "I-800": "Petition for a convention adoptee",
    "I-800A": "Application for a convention country adoption",
    "I-821": "Application for temporary protected status",
    "I-821D": "Consideration of deferred action",
    "I-824": "Application for action on an approved case",
    "I-914": "Application for nonimmigrant status",
    "I-918": "Petition for nonimmigrant status",
    "N-336": "Request for a hearing on a naturalization decision",
    "N-400": "Application for naturalization",
    "N-565": "Application for a replacement citizenship document",
    "N-600": "Application for a certificate of citizenship",
    "N-600K": "Application for citizenship under section 322",
}
"""Plain names of forms, as message ids. A form that is not here is shown by its number."""


@dataclass(frozen=True, slots=True)
class Status:
    """What an event code means: a short title, a sentence, whose turn it leaves, if it ends."""

    title: str
    sentence: str
    turn: Turn = Turn.AGENCY
    closes: bool = False


def _status(title: str, sentence: str, turn: Turn = Turn.AGENCY, closes: bool = False) -> Status:
    return Status(title, sentence, turn, closes)


UNKNOWN: Final = _status(
    "Update recorded", "The agency recorded a step that has no plain words yet."
)

MISSED: Final = "FL"
"""Somebody did not come to an appointment."""
SPARED: Final = _status(
    "New time not settled yet",
    "A new time for the appointment is not settled yet. We settle that first.",
)
"""What is shown instead while a request for another time is open (BIO-21)."""

_RECEIVED = _status("Case received", "We have your filing and started a case.")
_BIOMETRICS_SET = _status(
    "Biometrics appointment scheduled",
    "Come to your biometrics appointment. The notice says when and where.",
    Turn.YOU,
)
_BIOMETRICS_DONE = _status("Biometrics taken", "We have your fingerprints and photo.")
_CHECKS = _status("Background checks received", "The results of the checks have arrived.")
_EVIDENCE = _status(
    "More evidence requested",
    "We need more evidence from you. The letter says what to send and by when.",
    Turn.YOU,
)
_EVIDENCE_IN = _status("Evidence received", "We have your answer and will look at it.")
_INTERVIEW_QUEUE = _status(
    "Waiting for an interview date", "Your case is ready for an interview. We will send a date."
)
_INTERVIEW_SET = _status(
    "Interview scheduled", "Come to your interview. The notice says when and where.", Turn.YOU
)
_APPROVED = _status("Case approved", "Your case was approved.", Turn.AGENCY)
_DENIED = _status(
    "Case denied",
    "Your case was denied. The letter gives the reasons and what you can still do.",
    Turn.NOBODY,
    closes=True,
)

STATUSES: Final[dict[str, Status]] = {
    "IAF": _RECEIVED,
    "RCV0": _RECEIVED,
    "FNA": _BIOMETRICS_SET,
    "IMAF": _BIOMETRICS_SET,
    "FNB": _BIOMETRICS_DONE,
    "MA70": _BIOMETRICS_DONE,
    "FNG": _CHECKS,
    "FNH": _CHECKS,
    "FTA0": _CHECKS,
    "FBA": _EVIDENCE,
    "IK": _EVIDENCE,
    "FBB": _EVIDENCE_IN,
    "FH": _INTERVIEW_QUEUE,
    "FHB": _INTERVIEW_QUEUE,
    "FJ": _INTERVIEW_SET,
    "FM": _status(
        "Interview moved", "Your interview has a new date. The new notice says when.", Turn.YOU
    ),
    MISSED: _status(
        "Missed appointment recorded",
        "Our record says nobody came to the appointment. Call us if that is wrong.",
        Turn.YOU,
    ),
    "HE": _status("Request to move an appointment received", "We have your request."),
    "HG": _status("Interview done", "Your interview took place. We are deciding your case."),
    "DA": _APPROVED,
    "SA": _APPROVED,
    "LDA": _status("Card being made", "We are making your card."),
    "LEA": _status(
        "Card mailed", "Your card is in the mail to your address on file.", Turn.NOBODY, closes=True
    ),
    "EA": _DENIED,
    "IFA": _DENIED,
    "IFAD": _status(
        "Case closed as abandoned",
        "The case was closed because a step was missed. The letter says what you can still do.",
        Turn.NOBODY,
        closes=True,
    ),
}


def status_of(code: str, *, spared: bool = False) -> Status:
    """What a code means; unknown codes are kept and shown as a recorded step (8.4). `spared`: that
    somebody did not come is not said yet (BIO-21)."""
    if spared and code == MISSED:
        return SPARED
    return STATUSES.get(code, UNKNOWN)


HOLDS: Final[dict[str, str]] = {
    "background_checks": "It is waiting for the results of background checks.",
    "policy_review": "A rule that it falls under is being reviewed.",
    "visa_number": "It is waiting for a visa number.",
    "court": "It is waiting for a court.",
}
"""Why the agency put a case aside, in plain words; other reasons are shown without any."""


ELSEWHERE: Final = frozenset({"background_checks", "visa_number", "court"})
"""Holds that somebody else than the agency ends."""


def turn_of(code: str, hold_reason: str, *, spared: bool = False) -> Turn:
    """Whose turn it is: a case that is on hold waits for whoever can end that."""
    if hold_reason and not status_of(code).closes:
        return Turn.OTHER if hold_reason in ELSEWHERE else Turn.AGENCY
    return status_of(code, spared=spared).turn


def hold_words(reason: str) -> str:
    """The plain words for a hold, as a message id, or empty when we have none."""
    return HOLDS.get(reason, "")


def form_name(form: str) -> str:
    """The form's plain name as a message id, or empty when we have none."""
    return FORMS.get(form, "")
