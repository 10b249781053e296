"""Callbacks, and all that belongs to one: steps, texts, calls, consent, and the desk's own hours
(docs/callbacks.md)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, text
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from cx_app.models.base import hashed, instant, key, sealed, word

OPEN: Final = text("ended_at IS NULL")
OPEN_AND_PROVEN: Final = text("ended_at IS NULL AND proven")
DISPUTED: Final = text("disputed_at IS NOT NULL AND settled_at IS NULL")


class Callback(SQLModel, table=True):
    """Where a callback stands now: `domain.callbacks.standing.Callback` and whose it is. What
    happened to it is in its steps."""

    __tablename__ = "callback"
    __table_args__ = (
        CheckConstraint("(claimed_by IS NULL) = (claimed_until IS NULL)", name="ck_callback_claim"),
        CheckConstraint("asks >= 0", name="ck_callback_asks"),
        # Texts to a phone belong to one conversation: it has at most one open callback.
        Index(
            "uq_callback_open_phone",
            "phone_hash",
            unique=True,
            sqlite_where=OPEN_AND_PROVEN,
            postgresql_where=OPEN_AND_PROVEN,
        ),
        Index(
            "uq_callback_open_account_phone",
            "account_id",
            "phone_hash",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_callback_line", "state", "next", "urgency", "line_at", "id", "ready_at"),
        Index("ix_callback_window", "state", "ready_until"),
        Index("ix_callback_due", "due_at"),
        Index("ix_callback_lease", "claimed_until"),
        Index("ix_callback_account", "account_id", "placed_at"),
        Index("ix_callback_topic", "topic", "first_call_at"),
    )

    id: UUID = key()
    reference: str = word(12, unique=True)
    """`domain.references`, without dashes."""
    submit_key: str = word(80, unique=True)
    """Of the form that was sent: the same one again finds the callback."""
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    """Whose it is; none for somebody who phoned and has no account."""
    asked_as: str = word(20)
    """`domain.callbacks.topics.Asker`."""
    opened_by: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    """The officer who opened it for a caller."""
    case_id: UUID | None = Field(default=None, foreign_key="case.id", index=True)
    party_id: UUID | None = Field(default=None, foreign_key="party.id")
    protected: bool = False
    """The case is (domain 9.4): masked in lists, for a narrower role."""
    name: str = word(250)
    """Of whoever is to be called; plain, so that boards sort and search."""
    topic: str = word(20)
    """`domain.callbacks.topics.CallbackTopic`."""
    urgency: int = 2
    language: str = word(8, default="en")
    """In which they want to be called."""
    spoken: str = word(40, default="")
    """Another language, for which an interpreter joins the call; empty for none."""
    relay: bool = False
    """They use TTY or a relay service."""
    note_sealed: str | None = Field(default=None)
    """What they said beforehand."""
    phone_sealed: str | None = Field(default=None)
    phone_hash: str = hashed("contact", sealed_in="phone_sealed")
    contact_id: UUID | None = Field(default=None, foreign_key="contact_point.id", index=True)
    """The proven number of the account that it is."""
    proven: bool = False
    """It is proven that the person has this phone: texts may go there (domain 1.3-11)."""
    zone: str = word(40)
    """Asked and not derived from the number (domain 1.3-9)."""
    hours: str = word(200, default="")
    """That suit, on that clock: `09:00-12:00,17:00-20:00`; empty for any."""
    phrase_sealed: str | None = Field(default=None)
    """`domain.callbacks.phrases`, as numbers."""

    placed_at: datetime = instant()
    """When it was asked for."""
    line_at: datetime = instant()
    """The place in line: the same, until it is put back for the second time (TA-11)."""
    state: str = word(20)
    texting: bool = False
    round: int = 1
    asks: int = 0
    answered_no: bool = False
    plain: bool = False
    spared: bool = False
    kept_place: bool = False
    calls: int = 0
    asked_at: datetime | None = instant(nullable=True)
    call_by: datetime | None = instant(nullable=True)
    not_before: datetime | None = instant(nullable=True)
    postponed: bool = False
    helped: bool = False
    told_late: bool = False

    next: str = word(10, default="")
    """In line: `text` or `call`, whichever comes next; empty where it is not in line."""
    ready_at: datetime | None = instant(nullable=True)
    """From when on that may happen in the hours of both sides."""
    ready_until: datetime | None = instant(nullable=True)
    """Until when, not included; then the next such hours are found."""
    due_at: datetime | None = instant(nullable=True)
    """When time alone moves it: the first instant after an hour or a half hour that is promised."""
    texts: int = 0
    """That asked, of all rounds: the number of the newest."""
    steps: int = 0
    """How many there are."""
    claimed_by: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    claimed_until: datetime | None = instant(nullable=True)
    """Wall clock, not included."""
    first_call_at: datetime | None = instant(nullable=True)
    updated_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
    """Null while it is open."""

    note = sealed("note_sealed")
    phone = sealed("phone_sealed")
    phrase = sealed("phrase_sealed")


class CallbackStep(SQLModel, table=True):
    """One thing that happened. Added and never changed."""

    __tablename__ = "callback_step"
    __table_args__ = (UniqueConstraint("callback_id", "number"),)

    id: UUID = key()
    callback_id: UUID = Field(foreign_key="callback.id")
    number: int
    """From 1, in the order in which things happened."""
    at: datetime = instant()
    by: str = word(20)
    """person, officer or system."""
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    what: str = word(20)
    """`services.callbacks.moving.What`."""
    outcome: str = word(40, default="")
    from_state: str = word(20, default="")
    to_state: str = word(20)
    told: str = word(120, default="")
    """What the person heard of it: codes of `Told`, in order, with commas."""


class CallbackText(SQLModel, table=True):
    """One text that asks whether somebody is free: one conversation of one callback."""

    __tablename__ = "callback_text"
    __table_args__ = (
        UniqueConstraint("callback_id", "number"),
        Index("ix_callback_text_sent", "sent_at", "topic", "language", "answer"),
    )

    id: UUID = key()
    callback_id: UUID = Field(foreign_key="callback.id")
    number: int
    """Of this callback, counted through all rounds: part of what makes it go once."""
    round: int
    topic: str = word(20)
    language: str = word(8)
    message_id: UUID | None = Field(default=None, foreign_key="outbox_message.id", index=True)
    begun_at: datetime = instant()
    outcome: str = word(20, default="")
    """accepted, refused or unknown; empty while the provider has not answered."""
    sent_at: datetime | None = instant(nullable=True)
    answer: str = word(10, default="")
    """The newest of them."""
    answered_at: datetime | None = instant(nullable=True)
    by_text: bool = False
    """Or in the portal."""


class CallbackCall(SQLModel, table=True):
    """One attempt to call, and what was said. A summary is for the person to read, and stays as it
    is: a dispute adds to it."""

    __tablename__ = "callback_call"
    __table_args__ = (
        Index("ix_callback_call_callback", "callback_id", "began_at"),
        Index("ix_callback_call_ended", "ended_at", "outcome"),
        Index("ix_callback_call_officer", "officer_id", "ended_at"),
        Index(
            "ix_callback_call_disputed",
            "disputed_at",
            sqlite_where=DISPUTED,
            postgresql_where=DISPUTED,
        ),
    )

    id: UUID = key()
    callback_id: UUID = Field(foreign_key="callback.id")
    officer_id: UUID = Field(foreign_key="account.id")
    topic: str = word(20)
    language: str = word(8)
    began_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
    promised: bool = False
    """After a yes: it began within the half hour."""
    asked_first: bool = False
    """A text went ahead of it, whatever came of that."""
    outcome: str = word(20, default="")
    """`CallOutcome`, or `let_go`; empty while it goes on."""
    summary_sealed: str | None = Field(default=None)
    summary_at: datetime | None = instant(nullable=True)
    disputed_at: datetime | None = instant(nullable=True)
    dispute_sealed: str | None = Field(default=None)
    settled_at: datetime | None = instant(nullable=True)
    settled_by: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    settlement: str = word(20, default="")
    answer_sealed: str | None = Field(default=None)
    """What the supervisor says to the dispute."""

    summary = sealed("summary_sealed")
    dispute = sealed("dispute_sealed")
    answer = sealed("answer_sealed")


class CallbackConsent(SQLModel, table=True):
    """Agreed to texts ahead of a call, or took it back: what was shown or said, when, by whom and
    where from (SMS-10). Rows are added and never changed; the newest counts."""

    __tablename__ = "callback_consent"
    __table_args__ = (Index("ix_callback_consent_callback", "callback_id", "recorded_at"),)

    id: UUID = key()
    callback_id: UUID = Field(foreign_key="callback.id")
    phone_sealed: str | None = Field(default=None)
    phone_hash: str = hashed("contact", sealed_in="phone_sealed")
    given: bool = True
    source: str = word(20)
    """portal, spoken, stop, or wrong_number."""
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    """Who gave it, or the officer who heard it; none for a text."""
    wording: str = word(1000, default="")
    """The very words that were shown, or read aloud."""
    wording_version: str = word(20, default="")
    language: str = word(8, default="en")
    network: str = word(64, default="")
    at: datetime = instant()
    recorded_at: datetime = instant()

    phone = sealed("phone_sealed")


class CallbackHours(SQLModel, table=True):
    """When officers call, how many, and how far ahead texts go, from a day on. Rows are added and
    never changed; of those that have begun, the newest counts."""

    __tablename__ = "callback_hours"
    __table_args__ = (Index("ix_callback_hours_day", "from_day", "set_at"),)

    id: UUID = key()
    from_day: date
    """Eastern."""
    opens: time
    closes: time
    """Not included; Eastern."""
    officers: int
    ahead_minutes: int
    set_by: UUID = Field(foreign_key="account.id", index=True)
    set_at: datetime = instant()


class CallbackClosure(SQLModel, table=True):
    """A day on which nobody calls, beside weekends and holidays."""

    __tablename__ = "callback_closure"

    id: UUID = key()
    day: date = Field(unique=True)
    reason: str = word(20)
    set_by: UUID = Field(foreign_key="account.id", index=True)
    set_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
    """Taken back."""
