"""Disputes about who added a case as the same person, and taking a case out of an account
(CLAIM-1 to CLAIM-6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID


class EndReason(StrEnum):
    """Why an account lost a case that it had added."""

    REMOVED = "removed"
    """By its own person, who may undo it for a while."""
    DISPUTED = "disputed"
    """By two officers."""


class Ground(StrEnum):
    """What somebody says who disputes another account. Codes only: no free text is asked for."""

    UNKNOWN = "unknown_account"
    NO_CONSENT = "no_consent"
    LOST_LETTER = "lost_letter"


class Outcome(StrEnum):
    REMOVED = "removed"
    DISMISSED = "dismissed"


class Reason(StrEnum):
    """Why an officer decides as they do."""

    NOT_THE_PERSON = "not_the_person"
    WITHOUT_CONSENT = "without_consent"
    SAME_PERSON = "same_person"
    AGREED = "agreed"
    NOT_SHOWN = "not_shown"


OUTCOMES: Final[Mapping[Reason, Outcome]] = {
    Reason.NOT_THE_PERSON: Outcome.REMOVED,
    Reason.WITHOUT_CONSENT: Outcome.REMOVED,
    Reason.SAME_PERSON: Outcome.DISMISSED,
    Reason.AGREED: Outcome.DISMISSED,
    Reason.NOT_SHOWN: Outcome.DISMISSED,
}


class State(StrEnum):
    OPEN = "open"
    HALF_DECIDED = "half_decided"
    """One officer has said how; another one must agree."""
    REMOVED = "removed"
    DISMISSED = "dismissed"
    LAPSED = "lapsed"


class DisputeAnswer(StrEnum):
    """What came of disputing; also the outcome of its audit row."""

    OPENED = "done"
    ANOTHER_OPEN = "another_open"
    """The party has an open dispute already."""
    TOO_SOON = "too_soon"
    """The same two accounts had one lately."""
    PAUSED = "paused"
    """Whoever is disputed may not dispute in turn."""


class DecisionAnswer(StrEnum):
    """What came of an officer's word; also the outcome of its audit row."""

    PROPOSED = "proposed"
    DECIDED = "decided"
    SAME_OFFICER = "same_officer"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """Policy rows `access_codes.*`."""

    dispute_lasts: timedelta
    """A dispute that nobody decides lapses after this time."""
    dispute_again: timedelta
    """The same account is disputed by the same account once in this time."""
    undo: timedelta
    """For so long a removed case can be taken back."""


@dataclass(frozen=True, slots=True)
class Word:
    """What one officer said about a dispute."""

    officer: UUID
    reason: Reason

    @property
    def outcome(self) -> Outcome:
        return OUTCOMES[self.reason]


def state_of(
    *, first: Word | None, outcome: Outcome | None, lapses_at: datetime, now: datetime
) -> State:
    """A dispute lapses by itself: nothing has to run for it (CLAIM-5)."""
    if outcome is not None:
        return State(outcome.value)
    if now >= lapses_at:
        return State.LAPSED
    return State.HALF_DECIDED if first else State.OPEN


def hear(first: Word | None, word: Word) -> DecisionAnswer:
    """Two officers must say the same (CLAIM-4). Who says otherwise takes the place of the first,
    and a second one must agree with them."""
    if first is None:
        return DecisionAnswer.PROPOSED
    if first.officer == word.officer:
        return DecisionAnswer.SAME_OFFICER
    same = first.outcome is word.outcome
    return DecisionAnswer.DECIDED if same else DecisionAnswer.PROPOSED


def may_dispute(
    before: Sequence[datetime],
    *,
    open_on_party: bool,
    paused: bool,
    now: datetime,
    rules: ClaimRules,
) -> DisputeAnswer:
    """`before`: when this account disputed that one (CLAIM-6). Each of two accounts may dispute the
    other once in the period, and never while it is disputed itself."""
    if paused:
        return DisputeAnswer.PAUSED
    if open_on_party:
        return DisputeAnswer.ANOTHER_OPEN
    if any(now - at < rules.dispute_again for at in before):
        return DisputeAnswer.TOO_SOON
    return DisputeAnswer.OPENED


def may_undo(
    end_reason: str | None, undo_until: datetime | None, *, party_ended: bool, now: datetime
) -> bool:
    """Whether a case comes back that its own person removed (CLAIM-7)."""
    mine = end_reason == EndReason.REMOVED and not party_ended
    return mine and undo_until is not None and now < undo_until
