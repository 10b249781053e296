"""Where a callback stands, and the rules that policy may change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum


class CallbackState(StrEnum):
    QUEUED = "queued"
    """In line: for a text, or for a call where no text is to come."""
    SENDING = "sending"
    """A text is with the provider, who has not answered."""
    ASKED = "asked"
    """The provider took the text; we wait for the answer."""
    PROMISED = "promised"
    """They said yes: we call before `call_by` is over."""
    CALLING = "calling"
    """An officer has it."""
    WAITING = "waiting"
    """Open, and the person's turn: one click puts it back."""
    REACHED = "reached"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        return self not in (CallbackState.REACHED, CallbackState.WITHDRAWN)


class Answer(StrEnum):
    """What a person says to "are you free in the next 30 minutes?", by text or in the portal."""

    YES = "yes"
    NO = "no"
    LATER = "later"
    OTHER = "other"
    """Nobody understands it."""


class CallOutcome(StrEnum):
    REACHED = "reached"
    LANGUAGE_LINE = "language_line"
    """Reached, with an interpreter on the line."""
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"

    @property
    def is_reached(self) -> bool:
        return self in (CallOutcome.REACHED, CallOutcome.LANGUAGE_LINE)


class Told(StrEnum):
    """What a person hears of a change, by text or in the portal."""

    PROMISE = "promise"
    """When we call."""
    ANOTHER_DAY = "another_day"
    POSTPONED = "postponed"
    NO_LONGER_POSTPONED = "no_longer_postponed"
    """They had put it off once already: it counts as a no."""
    NOT_UNDERSTOOD = "not_understood"
    TOO_LATE = "too_late"
    """The hour was over; what happens now instead."""
    WINDOW_MISSED = "window_missed"
    """We did not call in time: it costs them nothing."""
    CALL_MISSED = "call_missed"
    WAITS_FOR_YOU = "waits_for_you"
    WRONG_NUMBER = "wrong_number"


class CallbackRefusal(StrEnum):
    """Why a step is not taken."""

    NOT_OPEN = "not_open"
    NOT_IN_LINE = "not_in_line"
    """Somebody else has it, or it waits for the person or for an answer."""
    NO_TEXT_LEFT = "no_text_left"
    NO_CONSENT = "no_consent"
    """They never agreed to texts, or said STOP."""
    NOT_YET = "not_yet"
    """They asked for another time."""
    NOT_SENDING = "not_sending"
    NOT_CALLING = "not_calling"
    NOT_WAITING = "not_waiting"
    NOT_ASKED = "not_asked"
    WRONG_NUMBER = "wrong_number"
    """Somebody else answers at that phone: it needs another one first."""


@dataclass(frozen=True, slots=True)
class CallbackRules:
    """Policy rows `callbacks.*`."""

    answer_within: timedelta
    """An answer at its very end still counts (domain 1.3-2)."""
    call_within: timedelta
    """From the yes; a call at its very end is in time (TA-2, domain 1.3-3)."""
    texts: int
    """Accepted asking texts in one round (TA-4)."""
    calls: int
    """Calls that reach nobody, until it waits for the person (TA-5)."""
    call_again: timedelta
    """After one that reached nobody."""
    later: timedelta
    """Who says "later" is not asked again before this (domain 1.3-4)."""
    texts_from: time
    texts_until: time
    """Not included; on the person's clock (domain 1.3-9)."""


@dataclass(frozen=True, slots=True)
class Callback:
    """A callback as far as its rules need it. Instants in UTC."""

    placed_at: datetime
    """The place in line. It keeps it whatever happens, and once over being put back (TA-11)."""
    state: CallbackState = CallbackState.QUEUED
    texting: bool = False
    """They agreed to texts, and have not said STOP since."""
    round: int = 1
    asks: int = 0
    """Accepted asking texts of this round that count as attempts."""
    answered_no: bool = False
    """To the newest of them."""
    plain: bool = False
    """A call comes next without a text: the provider may have sent one that we know nothing of, or
    none can go in their hours."""
    spared: bool = False
    """The newest text is no attempt of this round: it was put off, its promise was broken, or
    nobody knows whether it came. An answer to it counts it again."""
    calls: int = 0
    """That reached nobody, since it was put in line."""
    asked_at: datetime | None = None
    """When the provider took the newest asking text."""
    call_by: datetime | None = None
    """The end of the promise; a call at this instant is in time."""
    not_before: datetime | None = None
    postponed: bool = False
    """They said "later" since it was put in line."""
    helped: bool = False
    """An answer to this text was not understood, and they were told once (domain 1.3-7)."""
    told_late: bool = False
    """An answer to this text came too late, and they were told once (domain 1.3-6)."""
    kept_place: bool = False
    """It was put back in its old place: the next time it goes to the end of the line."""

    def wants_text(self, rules: CallbackRules) -> bool:
        """Whether a text goes ahead of the next call."""
        return self.texting and not self.plain and self.asks < rules.texts


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a callback, and what its person hears of it, in this order."""

    callback: Callback
    told: tuple[Told, ...] = ()
