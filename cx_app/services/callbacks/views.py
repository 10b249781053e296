"""What pages show of callbacks, already filtered by who looks."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class PhoneChoice:
    """A number of the account that can be called."""

    contact_id: str
    masked: str
    zone: str
    proven: bool
    may_text: bool
    """Whether texts may go there, once the person agrees."""


@dataclass(frozen=True, slots=True)
class Person:
    """For whom a callback can be asked: a case of the account, or nothing in particular."""

    case_id: str
    label: str


@dataclass(frozen=True, slots=True)
class AskForm:
    topics: list[Choice] = field(default_factory=list)
    cases: list[Person] = field(default_factory=list)
    phones: list[PhoneChoice] = field(default_factory=list)
    languages: list[Choice] = field(default_factory=list)
    zones: list[Choice] = field(default_factory=list)
    hours: list[Choice] = field(default_factory=list)
    """Spans to choose from: `09:00-12:00`."""
    consent: str = ""
    consent_version: str = ""
    expected: str = ""
    """How long it took others, in words; empty while nobody knows."""


@dataclass(frozen=True, slots=True)
class StepLine:
    at: str
    words: str
    heard: list[str] = field(default_factory=list)
    """What we told them at that."""


@dataclass(frozen=True, slots=True)
class SummaryLine:
    call_id: str
    at: str
    words: str
    summary: str
    may_dispute: bool
    disputed: str
    """What the person said against it."""
    answer: str
    """What a supervisor said to that."""


@dataclass(frozen=True, slots=True)
class CallbackView:
    """One callback as its person sees it."""

    reference: str
    path: str
    topic: str
    case: str
    state: str
    """`CallbackState`."""
    title: str
    next: str
    asked: str
    phone: str
    zone: str
    hours: str
    language: str
    is_open: bool
    texting: bool
    may_text: bool
    why_no_texts: str
    """`ConsentRefusal`, where texts can't go; empty where they can."""
    place: int
    """In line; 0 where it is not in line."""
    expected: str
    may_answer: bool
    answer_by: str
    """On the person's clock."""
    answer_by_iso: str
    call_by: str
    call_by_iso: str
    may_put_back: bool
    keeps_place: bool
    """Once put back in line, it is in its old place; else at the end."""
    may_withdraw: bool
    phrase: str
    """In the language of the call, as it will be heard; only while it is open."""
    consent: str
    consent_version: str
    steps: list[StepLine] = field(default_factory=list)
    summaries: list[SummaryLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CallbackRow:
    """A line of a person's list."""

    reference: str
    path: str
    topic: str
    title: str
    asked: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """The page of a person's callbacks: the open ones in full, the others as lines."""

    open: list[CallbackView] = field(default_factory=list)
    ended: list[CallbackRow] = field(default_factory=list)
    may_ask: bool = True
