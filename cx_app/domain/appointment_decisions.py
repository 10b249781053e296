"""What officers decide about a request for a visit, and why: outcomes, conditions, and what needs a
second officer (AP-9, AP-12, AP-21)."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from cx_app.domain.appointment_requests import RequestReason, RequestRules, Urgency

CALL: Final = "call"
"""The move of a step that logs a call; it leads nowhere."""


class Needed(StrEnum):
    """Why somebody has to come (AP-12 for the stamp)."""

    IN_PERSON = "in_person"
    URGENT = "urgent"
    NO_PHOTO = "no_photo"
    UNVERIFIED = "unverified"


class Unneeded(StrEnum):
    """Why nobody has to come; each has a message of its own."""

    BY_MAIL = "by_mail"
    """For the stamp, under three conditions (domain 2.4-7)."""
    UNMET = "unmet"
    """What this visit is for does not apply."""
    SETTLED = "settled"
    OTHER_WAY = "other_way"


class Moved(StrEnum):
    """Why an officer moves a visit that is booked; its person reads it."""

    ASKED = "move_asked"
    OFFICE = "move_office"
    MISTAKE = "move_mistake"


class Cancelled(StrEnum):
    """Why an officer cancels a visit that is booked; its person reads it."""

    ASKED = "cancel_asked"
    SETTLED = "cancel_settled"
    MISTAKE = "cancel_mistake"


class Question(StrEnum):
    """What is asked; each has a message of its own, in both languages."""

    PHOTO = "photo"
    ADDRESS = "address"
    TRAVEL = "travel"
    IDENTITY = "identity"
    CASE = "case"


class MailCheck(StrEnum):
    """Verified by the officer before a stamp goes by mail (AP-12)."""

    IDENTITY = "identity"
    ADDRESS = "address"
    """A physical one, where a carrier delivers: no P.O. box."""
    PHOTO = "photo"


class Call(StrEnum):
    """How a call went; it is logged and changes nothing else."""

    REACHED = "reached"
    IDENTIFIED = "identified"
    """Reached, and who they are was verified."""
    NO_ANSWER = "no_answer"
    VOICEMAIL = "voicemail"
    WRONG_NUMBER = "wrong_number"


class Override(StrEnum):
    """What a second officer may have to agree to (AP-21)."""

    UNNEEDED_URGENT = "unneeded_urgent"
    UNNEEDED_RESTRICTED = "unneeded_restricted"
    OTHER_OFFICE = "other_office"


class Against(StrEnum):
    """Why a decision is not taken, beside the refusals of the state machine."""

    NOT_BY_MAIL = "not_by_mail"
    """This reason can't be settled by mail."""
    CHECKS_MISSING = "checks_missing"


def against_mail(
    outcome: Unneeded, reason: RequestReason, checked: Collection[MailCheck], rules: RequestRules
) -> Against | None:
    if outcome is not Unneeded.BY_MAIL:
        return None
    if reason not in rules.mail_reasons:
        return Against.NOT_BY_MAIL
    return None if set(checked) >= set(MailCheck) else Against.CHECKS_MISSING


def override_of_unneeded(urgency: Urgency, protected: bool, rules: RequestRules) -> Override | None:
    """The first that applies and that policy names."""
    if urgency is Urgency.TRAVEL and Override.UNNEEDED_URGENT in rules.second_officer:
        return Override.UNNEEDED_URGENT
    if protected and Override.UNNEEDED_RESTRICTED in rules.second_officer:
        return Override.UNNEEDED_RESTRICTED
    return None


def override_of_visit(same_office: bool, rules: RequestRules) -> Override | None:
    if same_office or Override.OTHER_OFFICE not in rules.second_officer:
        return None
    return Override.OTHER_OFFICE
