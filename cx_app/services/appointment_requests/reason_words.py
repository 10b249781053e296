"""Reasons for a visit and decisions about them in figures and samples. In English."""

from __future__ import annotations

from typing import Final

from cx_app.domain.appointment_requests import RequestMove
from cx_app.models import AppointmentRequest
from cx_app.services.appointment_requests.desk_words import MASKED_REASON, REASONS

DECISIONS: Final = {
    RequestMove.BOOK: "Visit booked",
    RequestMove.FIND_UNNEEDED: "No visit needed",
    RequestMove.ASK: "Question asked",
}


def in_list(request: AppointmentRequest) -> str:
    """Masked where it is protected, for whoever may know of the request (domain 2.4-6)."""
    return MASKED_REASON if request.protected else reason(request.reason)


def reason(code: str) -> str:
    known = {str(one): said for one, said in REASONS.items()}
    return known.get(code, code.replace("_", " ").capitalize())
