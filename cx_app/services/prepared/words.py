"""Kinds and states of what was prepared, and why something was not done, in plain words. What the
services say that it was submitted to is worded where their pages word it."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session

from cx_app.domain.biometrics import RescheduleRefusal
from cx_app.domain.prepared import PreparedKind, PreparedRefusal, PreparedState
from cx_app.gateways import clock
from cx_app.language import _
from cx_app.services.biometrics.words import title_and_why
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
PAUSED: Final = "We are checking who may use this case. Until then, please call us."
SAID: Final = {
    (PreparedKind.VISIT, "open_already"): (
        "There is an open request for this person and this reason."
    ),
    (PreparedKind.VISIT, "too_many"): (
        "You sent many requests. Please wait a day, or take one of them back."
    ),
    (PreparedKind.VISIT, "paused"): PAUSED,
    (PreparedKind.CALL, "open_already"): (
        "You are in line already for a call to this phone. One at a time is enough."
    ),
    (PreparedKind.CALL, "too_many"): (
        "You asked for many calls. Wait a day, or take one of them back."
    ),
    (PreparedKind.CALL, "paused"): PAUSED,
    (PreparedKind.CODE, "locked"): "There were too many tries. Please try again later.",
    (PreparedKind.CODE, "no_codes"): "There are no codes for this receipt number.",
    (PreparedKind.BIOMETRICS, "not_active"): (
        "The appointment was moved or cancelled after this was prepared."
    ),
}
"""What the services say that it was submitted to. All of these are message ids."""


def say_refused(session: Session, kind: str, reason: str) -> str:
    """The rule in a sentence; empty where none was against it."""
    if not reason:
        return ""
    if reason in set(PreparedRefusal):
        return _(REFUSED[PreparedRefusal(reason)])
    if said := SAID.get((PreparedKind(kind), reason)):
        return _(said)
    if kind == PreparedKind.BIOMETRICS and reason in set(RescheduleRefusal):
        rules = policy(session, clock.business(session)).biometrics
        return title_and_why(RescheduleRefusal(reason), rules)[1]
    return _(CHANGED)
