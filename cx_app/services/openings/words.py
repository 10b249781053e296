"""How officers and supervisors read about openings. In English."""

from __future__ import annotations

from typing import Final

from cx_app.domain.openings import Explanation, HoldAnswer, HoldReason, OpeningReason
from cx_app.domain.reading import Flag, Unusual

REASONS: Final = {
    OpeningReason.CONTACT: "The person, or someone for them, contacted us",
    OpeningReason.REQUEST: "A request of theirs is being answered",
    OpeningReason.WORK: "The case is being worked on",
    OpeningReason.SECURITY: "Somebody tried to reach the case with wrong codes",
    OpeningReason.REVIEW: "Quality or legal review",
}
EXPLANATIONS: Final = {
    Explanation.ALERT: "Alert on the case",
    Explanation.CODE_REQUEST: "Code request in review",
    Explanation.RETURNED_LETTER: "Letter with a code came back",
    Explanation.VISIT_REQUEST: "Request for a visit waits",
    Explanation.CALLBACK: "Callback waits",
    Explanation.SUPPORT: "Support was asked about it",
}
HOLD_REASONS: Final = {
    HoldReason.INQUIRY: "An inquiry would be given away",
    HoldReason.SAFETY: "Somebody could be put in danger",
    HoldReason.LAW: "A court or a law asks for it",
}
ANSWERS: Final = {
    HoldAnswer.HELD: "The opening is held back.",
    HoldAnswer.OWN: "This opening is your own: another supervisor has to decide about it.",
    HoldAnswer.LINKED: "You are on this case yourself: another supervisor has to decide about it.",
    HoldAnswer.NOT_AHEAD: "Choose a day after today.",
    HoldAnswer.TOO_FAR: "Choose an earlier day.",
}
ROLES: Final = {"officer": "Officer", "supervisor": "Supervisor", "admin": "Administrator"}


def reason(code: str) -> str:
    return REASONS[OpeningReason(code)] if code in set(OpeningReason) else "Not asked then"


def explained(code: str) -> str:
    if not code:
        return "Nothing waiting"
    return EXPLANATIONS[Explanation(code)] if code in set(Explanation) else "Not noted then"


def hold_reason(code: str) -> str:
    return HOLD_REASONS[HoldReason(code)] if code in set(HoldReason) else code


def flag(one: Flag) -> str:
    """What stands out, with its weekday: 'Tuesday: 41 cases without anything waiting there'."""
    said = {
        Unusual.MANY: f"{one.count} openings with nothing waiting on the case",
        Unusual.FAR_ABOVE_USUAL: (
            f"{one.count} openings with nothing waiting, against {one.usual or 0:g} on a usual day"
        ),
        Unusual.OFF_HOURS: f"{_openings(one.count)} outside office hours",
        Unusual.SAME_NAME: f"{one.count} people of one family name",
        Unusual.SAME_ADDRESS: f"{one.count} people at one address",
        Unusual.PROTECTED: f"{_openings(one.count)} of protected cases with nothing waiting",
        Unusual.SAME_CASE: f"One case opened {one.count} times in the week",
    }[one.kind]
    return f"{one.day:%A}: {said}" if one.day else said


def _openings(count: int) -> str:
    return "1 opening" if count == 1 else f"{count} openings"
