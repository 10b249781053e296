"""Questions about the account, and complaints: what is asked, when it is due, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from cx_app.domain.business_days import business_day_after
from cx_app.domain.business_time import eastern_date, end_of_day

LEAST_WORDS: Final = 10
"""Characters. Less says nothing that somebody could work on."""
A_DAY: Final = timedelta(days=1)


class SupportKind(StrEnum):
    QUESTION = "question"
    COMPLAINT = "complaint"
    CORRECTION = "correction"
    """Something that we show of a case is not right (SUP-7)."""


class Topic(StrEnum):
    """What it is about, as the person sees it. Those of OAC-5 come first."""

    SIGN_IN = "sign_in"
    ACCESS_CODE = "access_code"
    ADD_CASE = "add_case"
    WRONG_PAGE = "wrong_page"
    BARRIER = "barrier"
    MESSAGES = "messages"
    WAITING = "waiting"
    TREATMENT = "treatment"
    LANGUAGE = "language"
    WRONG_WORD = "wrong_word"
    OTHER = "other"


class Fact(StrEnum):
    """What of a case somebody says is not right; it stands where a topic does."""

    STATUS = "status"
    RECEIVED = "received"
    PART = "part"
    VISITS = "visits"
    HISTORY = "history"
    PEOPLE = "people"


CHANGES: Final = frozenset({SupportKind.COMPLAINT, SupportKind.CORRECTION})
"""Whoever sent one is told what was changed, or that nothing was (SUP-6)."""
ABOUT_ACCOUNT: Final = (
    *(Topic.SIGN_IN, Topic.ACCESS_CODE, Topic.ADD_CASE, Topic.WRONG_PAGE, Topic.BARRIER),
    Topic.MESSAGES,
)
ABOUT_US: Final = (Topic.WAITING, Topic.TREATMENT, Topic.LANGUAGE, Topic.WRONG_WORD, Topic.OTHER)


class Cause(StrEnum):
    """What staff found behind it."""

    OURS = "ours"
    PROVIDER = "provider"
    RULE = "rule"
    UNCLEAR = "unclear"
    RECORD = "record"
    CONDUCT = "conduct"
    NONE = "none"


class SupportState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"


class Flaw(StrEnum):
    KIND = "kind"
    TOPIC = "topic"
    SHORT = "short"
    LONG = "long"
    CASE = "case"


class AnswerFlaw(StrEnum):
    """Why an answer was not taken."""

    CAUSE = "cause"
    ANSWER = "answer"
    CHANGED = "changed"
    """Whoever complains is told what was changed, or that nothing was (SUP-6)."""
    ANSWERED = "answered"
    """Somebody else was faster."""
    NOT_TAKEN = "not_taken"
    """One answers what one has taken (SUP-5)."""


@dataclass(frozen=True, slots=True)
class SupportRules:
    target_business_days: int
    """OAC-4."""
    note_length: int
    open_at_once: int
    a_day: int
    """Of one account or contact (SUP-3)."""


@dataclass(frozen=True, slots=True)
class Asked:
    kind: SupportKind
    topic: Topic | Fact
    note: str
    case: str = ""
    """The id of one of their cases, as it was chosen."""


def read(
    typed: Mapping[str, str], cases: frozenset[str], rules: SupportRules
) -> Asked | dict[str, Flaw]:
    """What was typed, or what is wrong with which field."""
    flaws: dict[str, Flaw] = {}
    kind, topic = typed.get("kind", ""), typed.get("topic", "")
    note, case = typed.get("note", "").strip(), typed.get("case", "")
    if kind not in set(SupportKind):
        flaws["kind"] = Flaw.KIND
    known: set[str] = {*(Fact if kind == SupportKind.CORRECTION else Topic)}
    if topic not in known:
        flaws["topic"] = Flaw.TOPIC
    if len(note) < LEAST_WORDS:
        flaws["note"] = Flaw.SHORT
    elif len(note) > rules.note_length:
        flaws["note"] = Flaw.LONG
    if (case or kind == SupportKind.CORRECTION) and case not in cases:
        flaws["case"] = Flaw.CASE
    if flaws:
        return flaws
    about = Fact(topic) if kind == SupportKind.CORRECTION else Topic(topic)
    return Asked(SupportKind(kind), about, note, case)


def due_day(asked_at: datetime, rules: SupportRules) -> date:
    """The last day on which an answer is in time."""
    return business_day_after(eastern_date(asked_at), rules.target_business_days)


def due_at(asked_at: datetime, rules: SupportRules) -> datetime:
    """The first instant that is too late."""
    return end_of_day(due_day(asked_at, rules))


def answer_flaw(
    kind: SupportKind, cause: str, answer: str, changed: str, rules: SupportRules
) -> AnswerFlaw | None:
    if cause not in set(Cause):
        return AnswerFlaw.CAUSE
    if not LEAST_WORDS <= len(answer.strip()) <= rules.note_length:
        return AnswerFlaw.ANSWER
    if (kind in CHANGES and not changed.strip()) or len(changed) > rules.note_length:
        return AnswerFlaw.CHANGED
    return None
