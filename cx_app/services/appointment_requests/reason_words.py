"""Reasons for a visit, states and moves of a request in plain words, for staff. In English."""

from __future__ import annotations

from typing import Final

from cx_app.domain.appointment_requests import RequestMove, RequestReason

REASONS: Final = {
    RequestReason.ADIT_STAMP: "ADIT stamp",
    RequestReason.EMERGENCY_PAROLE: "Emergency advance parole",
    RequestReason.JUDGE_GRANT: "Grant by an immigration judge",
    RequestReason.AFGHAN_RESIDENT: "Afghan conditional resident",
    RequestReason.BORN_IN_CANADA: "American Indian born in Canada",
    RequestReason.CERTIFIED_COPY: "Certified copy of a certificate",
    RequestReason.DEFERRED_ACTION: "Deferred action",
    RequestReason.PROTECTED_INQUIRY: "T, U or VAWA",
    RequestReason.CUBAN_PAROLE: "Cuban parole",
    RequestReason.LOST_PACKET: "Immigrant packet lost",
}
DECISIONS: Final = {
    RequestMove.BOOK: "Visit booked",
    RequestMove.FIND_UNNEEDED: "No visit needed",
    RequestMove.ASK: "Question asked",
}


def reason(code: str) -> str:
    known = {str(one): said for one, said in REASONS.items()}
    return known.get(code, code.replace("_", " ").capitalize())
