"""What a paralegal prepares for a client and a representative submits (REP-9, REP-40 to REP-42).
`after` alone says what may follow what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

WISHES: Final = 3
"""Times that a paralegal names for a biometrics appointment; the first that is free is taken."""
NOTE: Final = 1_000
"""Characters of what a representative writes when sending something back."""


class PreparedKind(StrEnum):
    VISIT = "visit"
    """A request for a visit to an office."""
    BIOMETRICS = "biometrics"
    """A biometrics appointment is moved."""
    CALL = "call"
    CODE = "code"
    """The representative's own access code, asked for anew (OAC-11)."""


class PreparedState(StrEnum):
    WAITING = "waiting"
    """For a representative to review it."""
    RETURNED = "returned"
    """With a note, to be changed."""
    REFUSED = "refused"
    """It was submitted, and a rule was against it. It can be changed and submitted again."""
    SUBMITTED = "submitted"
    DELETED = "deleted"


OPEN: Final = frozenset({PreparedState.WAITING, PreparedState.RETURNED, PreparedState.REFUSED})
TO_REVIEW: Final = frozenset({PreparedState.WAITING, PreparedState.REFUSED})


class PreparedMove(StrEnum):
    SAVE = "save"
    """Handed in again after a change."""
    SUBMIT = "submit"
    REFUSE = "refuse"
    """Submitting met a rule that is against it."""
    RETURN = "return"
    DELETE = "delete"


class By(StrEnum):
    PARALEGAL = "paralegal"
    REPRESENTATIVE = "representative"


class PreparedRefusal(StrEnum):
    """Why a move is not made. What a request itself is refused for has the codes of its service."""

    NOT_FROM_HERE = "not_from_here"
    DONE_BEFORE = "done_before"
    """It was submitted before: a second click, or a colleague."""
    REPRESENTATIVE_SUBMITS = "representative_submits"
    """A paralegal prepares (REP-9)."""
    PREPARER_LEFT = "preparer_left"
    """Whoever prepared it is not of the team any more, and nobody has saved it since."""
    NOT_NOW = "not_now"
    """Their account, or the form of the case, does not let them act (REP-3, OAC-16)."""
    NO_CLIENT = "no_client"
    """It names nobody whom the team represents."""
    NO_TIME = "no_time"
    """No time is named, or none that can be booked."""
    TOO_MANY = "too_many"
    """REP-42."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of `MOVES`."""

    leaves: frozenset[PreparedState]
    to: PreparedState
    who: frozenset[By]


_BOTH: Final = frozenset(By)
_REPRESENTATIVE: Final = frozenset({By.REPRESENTATIVE})
MOVES: Final = {
    PreparedMove.SAVE: Step(OPEN, PreparedState.WAITING, _BOTH),
    PreparedMove.SUBMIT: Step(TO_REVIEW, PreparedState.SUBMITTED, _REPRESENTATIVE),
    PreparedMove.REFUSE: Step(TO_REVIEW, PreparedState.REFUSED, _REPRESENTATIVE),
    PreparedMove.RETURN: Step(TO_REVIEW, PreparedState.RETURNED, _REPRESENTATIVE),
    PreparedMove.DELETE: Step(OPEN, PreparedState.DELETED, _BOTH),
}


def after(state: PreparedState, move: PreparedMove, by: By) -> PreparedState | PreparedRefusal:
    """Where a move leads, or why it is not made."""
    step = MOVES[move]
    if by not in step.who:
        return PreparedRefusal.REPRESENTATIVE_SUBMITS
    if state in step.leaves:
        return step.to
    if move is PreparedMove.SUBMIT and state is PreparedState.SUBMITTED:
        return PreparedRefusal.DONE_BEFORE
    return PreparedRefusal.NOT_FROM_HERE
