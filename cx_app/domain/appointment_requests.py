"""Requests for a visit to a field office: what is asked for, where it stands, what may happen next
(AP-2, AP-4, AP-5, AP-9, domain 2.4-1).

It is a request and not a booking. `after` is the only place that says what may follow what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Final
from uuid import UUID

from cx_app.domain.business_time import EASTERN


class RequestReason(StrEnum):
    """What the visit is for; all after the first three are published as "other" (AP-4, AP-5)."""

    ADIT_STAMP = "adit_stamp"
    EMERGENCY_PAROLE = "emergency_parole"
    JUDGE_GRANT = "judge_grant"
    AFGHAN_RESIDENT = "afghan_resident"
    BORN_IN_CANADA = "born_in_canada"
    CERTIFIED_COPY = "certified_copy"
    DEFERRED_ACTION = "deferred_action"
    PROTECTED_INQUIRY = "protected_inquiry"
    """T, U or VAWA: the reason itself is protected (domain 2.4-6)."""
    CUBAN_PAROLE = "cuban_parole"
    LOST_PACKET = "lost_packet"


class AskedAs(StrEnum):
    SELF = "self"
    REPRESENTATIVE = "representative"
    """An attorney or accredited representative, for a client."""


class HalfDay(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"


class Accommodation(StrEnum):
    """Asked for anew for each visit (AP-16)."""

    SIGN_LANGUAGE = "sign_language"
    WHEELCHAIR = "wheelchair"
    READING_HELP = "reading_help"
    HEARING_HELP = "hearing_help"
    MORE_TIME = "more_time"
    OFF_SITE = "off_site"
    OTHER = "other"


class RequestState(StrEnum):
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    """An officer has claimed it, and the claim lasts; see `standing`."""
    NEEDS_INFO = "needs_info"
    """The agency asked something: it is the person's turn, and the agency's clock stands still."""
    SCHEDULED = "scheduled"
    NOT_NEEDED = "not_needed"
    WITHDRAWN = "withdrawn"
    """By the person: before there was a time, or the visit itself."""
    EXPIRED = "expired"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    OFFICE_CANCELLED = "office_cancelled"
    """The office closed on the day of the visit: the person picks another time (AP-17)."""


class RequestMove(StrEnum):
    CLAIM = "claim"
    ASSIGN = "assign"
    """A supervisor hands it to somebody, whoever has it."""
    RETURN = "return"
    """Whoever claimed it puts it back."""
    ASK = "ask"
    ANSWER = "answer"
    BOOK = "book"
    FIND_UNNEEDED = "find_unneeded"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    REOPEN = "reopen"
    CANCEL = "cancel"
    CLOSE_OFFICE = "close_office"
    REBOOK = "rebook"
    KEEP = "keep"
    """The person came."""
    MISS = "miss"
    UNDO = "undo"
    """Of a decision, before anything of it has left (design 7)."""


class By(StrEnum):
    """Who makes a move."""

    PERSON = "person"
    """Whoever asked, or acts for them."""
    OFFICER = "officer"
    SYSTEM = "system"


class RequestRefusal(StrEnum):
    """Why a move is not made."""

    OVER = "over"
    """The request has ended."""
    DONE_BEFORE = "done_before"
    """It stands where the move leads: a second click, or somebody was faster."""
    NOT_FROM_HERE = "not_from_here"
    NOT_THEIRS = "not_theirs"
    """Somebody else makes this move."""
    CLAIMED = "claimed"
    """Another officer is at work on it."""
    NOT_CLAIMED = "not_claimed"
    """Claim it first; a claim that ran out is none."""
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    ANOTHER_OPEN = "another_open"
    """It would be open again beside a newer one of the same person and reason (domain 2.4-4)."""
    PAUSED = "paused"
    """It is being checked who may act for this person (CLAIM-3)."""
    SAME_OFFICER = "same_officer"
    """A second officer has to agree (AP-21)."""
    NO_TIME = "no_time"
    """The time that was picked is not free any more."""
    PENDING = "pending"
    """What was decided last can still be undone: nothing is decided on top of it (UNDO-6)."""


class Lease(StrEnum):
    """Whose claim lasts, as an officer sees it."""

    NOBODYS = "nobodys"
    MINE = "mine"
    OTHERS = "others"


class Urgency(IntEnum):
    """What comes first on the desk; the lowest number."""

    OFFICE_CLOSED = 0
    """Had a time, and lost it through no fault of theirs."""
    TRAVEL = 1
    """Emergency parole with travel in less than 15 days (AP-14)."""
    USUAL = 2


@dataclass(frozen=True, slots=True)
class RequestRules:
    """Policy rows `appointment_requests.*`."""

    reasons: tuple[RequestReason, ...]
    """Offered now, in the order in which they are shown (AP-4, AP-5)."""
    criteria: Mapping[str, Mapping[str, str]]
    """Whom a reason is for, by reason and language, where it was written anew (AP-48)."""
    target_business_days: Mapping[RequestReason, int]
    """Until an officer has answered."""
    travel_reasons: frozenset[RequestReason]
    """The day of travel is asked for."""
    mail_reasons: frozenset[RequestReason]
    """Can be settled by mail, which "not needed" then explains (AP-12, domain 2.4-7)."""
    restricted_reasons: frozenset[RequestReason]
    """Masked in lists, for a narrower role (domain 2.4-6)."""
    urgent_travel: timedelta
    """AP-14."""
    answer: timedelta
    """For the person to answer a question (domain 2.4-5)."""
    reopen: timedelta
    """For so long after it expired the person may open it again (domain 2.4-5)."""
    lease: timedelta
    """For so long a claim lasts without a new one (domain 2.4-3)."""
    second_officer: frozenset[str]
    """Overrides that need one."""
    open_at_once: int
    """Open requests of one account."""
    a_day: int
    """New requests of one account within 24 hours."""
    note_length: int
    """AP-23."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What else decides whether a move may be made."""

    lease: Lease = Lease.NOBODYS
    answer_by: datetime | None = None
    """The first instant that is too late."""
    reopen_until: datetime | None = None
    """Not included."""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    """Of the visit that is booked."""
    undo_until: datetime | None = None
    """Not included; None when the last step was no decision, or somebody acted on it since."""
    before: RequestState | None = None
    """Where it stood before that decision."""


_S, _M = RequestState, RequestMove
PERSON, OFFICER, SYSTEM = By.PERSON, By.OFFICER, By.SYSTEM

MOVES: Final[Mapping[tuple[RequestState, RequestMove], tuple[RequestState, frozenset[By]]]] = {
    (_S.SUBMITTED, _M.CLAIM): (_S.IN_REVIEW, frozenset({OFFICER})),
    (_S.IN_REVIEW, _M.CLAIM): (_S.IN_REVIEW, frozenset({OFFICER})),
    (_S.SUBMITTED, _M.ASSIGN): (_S.IN_REVIEW, frozenset({OFFICER})),
    (_S.IN_REVIEW, _M.ASSIGN): (_S.IN_REVIEW, frozenset({OFFICER})),
    (_S.IN_REVIEW, _M.RETURN): (_S.SUBMITTED, frozenset({OFFICER})),
    (_S.IN_REVIEW, _M.ASK): (_S.NEEDS_INFO, frozenset({OFFICER})),
    (_S.IN_REVIEW, _M.BOOK): (_S.SCHEDULED, frozenset({OFFICER})),
    (_S.IN_REVIEW, _M.FIND_UNNEEDED): (_S.NOT_NEEDED, frozenset({OFFICER})),
    (_S.NEEDS_INFO, _M.ANSWER): (_S.SUBMITTED, frozenset({PERSON, OFFICER})),
    (_S.NEEDS_INFO, _M.EXPIRE): (_S.EXPIRED, frozenset({SYSTEM})),
    (_S.EXPIRED, _M.REOPEN): (_S.SUBMITTED, frozenset({PERSON, OFFICER})),
    (_S.NOT_NEEDED, _M.REOPEN): (_S.SUBMITTED, frozenset({OFFICER})),
    (_S.SUBMITTED, _M.WITHDRAW): (_S.WITHDRAWN, frozenset({PERSON})),
    (_S.IN_REVIEW, _M.WITHDRAW): (_S.WITHDRAWN, frozenset({PERSON})),
    (_S.NEEDS_INFO, _M.WITHDRAW): (_S.WITHDRAWN, frozenset({PERSON})),
    (_S.OFFICE_CANCELLED, _M.WITHDRAW): (_S.WITHDRAWN, frozenset({PERSON})),
    (_S.SCHEDULED, _M.CANCEL): (_S.WITHDRAWN, frozenset({PERSON, OFFICER})),
    (_S.SCHEDULED, _M.REBOOK): (_S.SCHEDULED, frozenset({OFFICER})),
    (_S.SCHEDULED, _M.CLOSE_OFFICE): (_S.OFFICE_CANCELLED, frozenset({OFFICER, SYSTEM})),
    (_S.OFFICE_CANCELLED, _M.REBOOK): (_S.SCHEDULED, frozenset({PERSON, OFFICER})),
    (_S.SCHEDULED, _M.KEEP): (_S.COMPLETED, frozenset({OFFICER, SYSTEM})),
    (_S.NO_SHOW, _M.KEEP): (_S.COMPLETED, frozenset({OFFICER, SYSTEM})),
    (_S.SCHEDULED, _M.MISS): (_S.NO_SHOW, frozenset({OFFICER, SYSTEM})),
    (_S.COMPLETED, _M.MISS): (_S.NO_SHOW, frozenset({OFFICER, SYSTEM})),
}
"""What may follow what, and who does it. An officer may move a visit for somebody on the phone, and
correct whether somebody came. UNDO leads back to where the request stood (`after`)."""

DECISIONS: Final = frozenset({_M.ASK, _M.BOOK, _M.FIND_UNNEEDED})
"""Of an officer who has claimed the request; each needs a code of its outcome (domain 2.4-3)."""
TAKEN_BACK: Final = DECISIONS | {_M.REBOOK, _M.CANCEL}
"""What an officer can undo for a moment: decisions, and what they do to a visit that is booked."""
UNDOABLE: Final = frozenset({_S.NEEDS_INFO, _S.SCHEDULED, _S.NOT_NEEDED, _S.WITHDRAWN})
OPEN: Final = frozenset(
    {_S.SUBMITTED, _S.IN_REVIEW, _S.NEEDS_INFO, _S.SCHEDULED, _S.OFFICE_CANCELLED}
)
"""While a request is open, the same person asks for nothing else with the same reason
(domain 2.4-4)."""
WAITS_FOR_AGENCY: Final = frozenset({_S.SUBMITTED, _S.IN_REVIEW})
WAITS_FOR_PERSON: Final = frozenset({_S.NEEDS_INFO, _S.OFFICE_CANCELLED})


def after(
    state: RequestState, move: RequestMove, by: By, now: datetime, facts: Facts
) -> RequestState | RequestRefusal:
    """Where a move leads, or why it is not made. `now` is the business clock; leases were compared
    with the wall clock before (`lease`)."""
    state = standing(state, facts.lease)
    if move is RequestMove.UNDO:
        return _undone(state, by, now, facts)
    to, who = MOVES.get((state, move), (None, frozenset[By]()))
    if to is None:
        return _why_not(state, move)
    if by not in who:
        return RequestRefusal.NOT_THEIRS
    return _held_back(state, move, by, now, facts) or to


def standing(state: RequestState, lease: Lease) -> RequestState:
    """A claim that ran out is none, whether anybody cleared it or not (domain 2.4-3)."""
    if state is RequestState.IN_REVIEW and lease is Lease.NOBODYS:
        return RequestState.SUBMITTED
    return state


def lease(
    claimed_by: UUID | None, claimed_until: datetime | None, officer: UUID | None, wall: datetime
) -> Lease:
    """As `officer` sees it, None for anybody else. The end of a lease is not part of it."""
    if claimed_by is None or claimed_until is None or claimed_until <= wall:
        return Lease.NOBODYS
    return Lease.MINE if claimed_by == officer else Lease.OTHERS


def urgency(
    state: RequestState,
    reason: RequestReason,
    travel_on: date | None,
    now: datetime,
    r: RequestRules,
) -> Urgency:
    if state is RequestState.OFFICE_CANCELLED:
        return Urgency.OFFICE_CLOSED
    if reason in r.travel_reasons and travel_on is not None:
        leaves = datetime(travel_on.year, travel_on.month, travel_on.day, tzinfo=EASTERN)
        if leaves - now < r.urgent_travel:
            return Urgency.TRAVEL
    return Urgency.USUAL


def _undone(
    state: RequestState, by: By, now: datetime, facts: Facts
) -> RequestState | RequestRefusal:
    if by is not By.OFFICER:
        return RequestRefusal.NOT_THEIRS
    if state not in UNDOABLE or facts.before is None or facts.undo_until is None:
        return RequestRefusal.NOT_FROM_HERE
    return facts.before if now < facts.undo_until else RequestRefusal.TOO_LATE


def _why_not(state: RequestState, move: RequestMove) -> RequestRefusal:
    if any(to is state for (_from, one), (to, _who) in MOVES.items() if one is move):
        return RequestRefusal.DONE_BEFORE
    if move in DECISIONS and state is RequestState.SUBMITTED:
        return RequestRefusal.NOT_CLAIMED
    return RequestRefusal.NOT_FROM_HERE if state in OPEN else RequestRefusal.OVER


def _held_back(
    state: RequestState, move: RequestMove, by: By, now: datetime, facts: Facts
) -> RequestRefusal | None:
    others = state is RequestState.IN_REVIEW and facts.lease is Lease.OTHERS
    if others and by is By.OFFICER and move is not RequestMove.ASSIGN:
        return RequestRefusal.CLAIMED
    match move:
        case RequestMove.ANSWER if _is_past(facts.answer_by, now):
            return RequestRefusal.TOO_LATE
        case RequestMove.EXPIRE if not _is_past(facts.answer_by, now):
            return RequestRefusal.TOO_EARLY
        case RequestMove.REOPEN if by is By.PERSON and _is_past(facts.reopen_until, now):
            return RequestRefusal.TOO_LATE
        case RequestMove.CANCEL if _is_past(facts.starts_at, now):
            return RequestRefusal.TOO_LATE
        case RequestMove.REBOOK if state is RequestState.SCHEDULED and _is_past(
            facts.starts_at, now
        ):
            return RequestRefusal.TOO_LATE
        case RequestMove.KEEP if not _is_past(facts.starts_at, now):
            return RequestRefusal.TOO_EARLY
        case RequestMove.MISS if not _is_past(facts.ends_at, now):
            return RequestRefusal.TOO_EARLY
        case _:
            return None


def _is_past(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and instant <= now
