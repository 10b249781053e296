"""Which events reach which milestone, and which milestones a form usually has (domain 5.2-1).

Milestones are typed: an event reaches one wherever it stands in the order. Codes are those of
`domain.cases`; one that nobody knows reaches nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from cx_app.domain.cases import MISSED
from cx_app.domain.progress.table import Milestone

APPROVED, DENIED, CLOSED = "approved", "denied", "closed"
DECISIONS: Final = {
    "DA": APPROVED,
    "SA": APPROVED,
    "LDA": APPROVED,
    "LEA": APPROVED,
    "EA": DENIED,
    "IFA": DENIED,
    "IFAD": CLOSED,
}
"""A card is only made after an approval, so it tells of one that was not reported."""
REACHED: Final[dict[Milestone, dict[str, str]]] = {
    Milestone.BIOMETRICS: {"FNB": "taken", "MA70": "taken"},
    Milestone.EVIDENCE: {"FBB": "received"},
    Milestone.INTERVIEW: {"HG": "held"},
    Milestone.DECISION: DECISIONS,
    Milestone.CARD: {"LEA": "mailed"},
}
"""By milestone, the codes that say that it is done, and how. A review and an oath have none: the
feed does not report them."""
GRANTED: Final = frozenset({"DA", "SA", "LDA"})
"""From the first of these on a card is waited for."""
FITTED: Final = (
    Milestone.BIOMETRICS,
    Milestone.INTERVIEW,
    Milestone.DECISION,
    Milestone.CARD,
)
"""Milestones with a table of their own. Evidence is asked of some only, and waits for them."""


def ends(milestone: Milestone) -> dict[str, str]:
    """The codes that end the wait for a milestone, and how. A decision ends all waits before it."""
    if milestone in (Milestone.BIOMETRICS, Milestone.INTERVIEW):
        return REACHED[milestone] | DECISIONS
    return REACHED[milestone]


_SHORT: Final = (Milestone.DECISION,)
_BIOMETRICS: Final = (Milestone.BIOMETRICS, Milestone.DECISION)
_CARD: Final = (Milestone.BIOMETRICS, Milestone.DECISION, Milestone.CARD)
PATHS: Final[dict[str, tuple[Milestone, ...]]] = {
    "N-400": (
        Milestone.BIOMETRICS,
        Milestone.INTERVIEW,
        Milestone.REVIEW,
        Milestone.DECISION,
        Milestone.OATH,
    ),
    "I-485": (Milestone.BIOMETRICS, Milestone.INTERVIEW, Milestone.DECISION, Milestone.CARD),
    "I-90": _CARD,
    "I-765": _CARD,
    "I-131": (Milestone.BIOMETRICS, Milestone.DECISION, Milestone.CARD),
    "I-821": _CARD,
    "I-751": _CARD,
    "I-539": _BIOMETRICS,
    "I-918": _BIOMETRICS,
    "I-914": _BIOMETRICS,
}
"""Milestones after the receipt that a form usually has, in their usual order. Other forms have a
decision. Evidence shows where it was asked for."""


def path_of(form: str) -> tuple[Milestone, ...]:
    return PATHS.get(form, _SHORT)


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a case that was not withdrawn; the day is Eastern."""

    code: str
    on: date


def reached_on(events: Iterable[Event], milestone: Milestone) -> date | None:
    """The first day on which the milestone was reached."""
    codes = REACHED.get(milestone, {})
    return min((event.on for event in events if event.code in codes), default=None)


def granted_on(events: Iterable[Event]) -> date | None:
    """The day from which a card is waited for."""
    return min((event.on for event in events if event.code in GRANTED), default=None)


def decided_on(events: Iterable[Event]) -> date | None:
    return reached_on(events, Milestone.DECISION)


ASKED: Final = frozenset({"FBA", "IK"})


def pause_of(status_code: str, hold_reason: str) -> str | None:
    """Why a case does not move: `hold:<reason>`, `evidence`, `missed`; None while it does (domain
    5.2-7)."""
    if hold_reason:
        return f"hold:{hold_reason}"
    if status_code in ASKED:
        return "evidence"
    return "missed" if status_code == MISSED else None
