"""Kinds and states of what was prepared, and why something was not done, in plain words. What the
services say that it was submitted to is worded where their pages word it."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session

from cx_app.domain.biometrics import RescheduleRefusal
from cx_app.domain.prepared import PreparedKind, PreparedRefusal, PreparedState
from cx_app.gateways import clock
from cx_app.language import _
from cx_app.services.appointment_requests.form import say_not_taken
from cx_app.services.appointment_requests.submit import OpenAlready, Paused, TooMany
from cx_app.services.biometrics.words import title_and_why
from cx_app.services.callbacks.asking import AskRefusal
from cx_app.services.callbacks.asking_form import say_not_asked
from cx_app.services.policy.current import policy

KINDS: Final = {
    PreparedKind.VISIT: "Visit to an office",
    PreparedKind.BIOMETRICS: "New biometrics time",
    PreparedKind.CALL: "Call from an officer",
    PreparedKind.CODE: "Access code",
}
STATES: Final = {
    PreparedState.WAITING: "Waits for review",
    PreparedState.RETURNED: "Sent back",
    PreparedState.REFUSED: "Not accepted",
    PreparedState.SUBMITTED: "Submitted",
    PreparedState.DELETED: "Deleted",
}
TONES: Final = {
    PreparedState.WAITING: "agency",
    PreparedState.RETURNED: "you",
    PreparedState.REFUSED: "you",
    PreparedState.SUBMITTED: "agency",
}
REFUSED: Final = {
    PreparedRefusal.NOT_FROM_HERE: "It changed meanwhile. Look at it as it stands now.",
    PreparedRefusal.DONE_BEFORE: "It was submitted before.",
    PreparedRefusal.REPRESENTATIVE_SUBMITS: "A representative of your team submits this.",
    PreparedRefusal.PREPARER_LEFT: (
        "Whoever prepared this left your team. Open it, check it and save it as yours first."
    ),
    PreparedRefusal.NOT_NOW: "You can’t act in this case online now.",
    PreparedRefusal.NO_CLIENT: "Choose a client whom your team represents.",
    PreparedRefusal.NO_TIME: "None of these times is free any more. Choose other times.",
    PreparedRefusal.TOO_MANY: "Too much waits for review already. Ask for some of it to be sent.",
}
FLAWED: Final = "flawed"
"""Something in it has to be filled in anew, such as a day that has passed."""
CHANGED: Final = (
    "Something in it has changed, such as a day that has passed. Open it and change it."
)
SAID: Final = {
    (PreparedKind.CODE, "locked"): "There were too many tries. Please try again later.",
    (PreparedKind.CODE, "no_codes"): "There are no codes for this receipt number.",
    (PreparedKind.BIOMETRICS, "not_active"): (
        "The appointment was moved or cancelled after this was prepared."
    ),
}
"""What else stands against it. All of these are message ids."""


def say_refused(session: Session, kind: str, reason: str) -> str:
    """The rule in a sentence; empty where none was against it. Services that it was submitted to
    speak first: some of their codes are called like ours."""
    if not reason:
        return ""
    if said := SAID.get((PreparedKind(kind), reason)):
        return _(said)
    if kind == PreparedKind.VISIT and reason in (OpenAlready.why, Paused.why, TooMany.why):
        return say_not_taken(reason)
    if kind == PreparedKind.CALL and reason in set(AskRefusal):
        return say_not_asked(AskRefusal(reason))
    if kind == PreparedKind.BIOMETRICS and reason in set(RescheduleRefusal):
        rules = policy(session, clock.business(session)).biometrics
        return title_and_why(RescheduleRefusal(reason), rules)[1]
    if reason in set(PreparedRefusal):
        return _(REFUSED[PreparedRefusal(reason)])
    return _(CHANGED)
