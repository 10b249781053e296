"""Requests for a visit to a field office, and every step of each (docs/adr/0022)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, text
from sqlmodel import Field, Index, SQLModel

from cx_app.models.base import hashed, instant, key, sealed, word

QUEUES: Final = {
    "urgent": ("urgency", "due_at"),
    "oldest": ("asked_at",),
    "latest": ("updated_at",),
}
NARROWED_BY: Final = (
    "protected",
    "reason",
    "office_id",
    "language",
    "claimed_until",
    "claimed_by",
)
"""With these in its index a page of a queue, filtered or not, and its count touch no row beyond the
page itself."""


class AppointmentRequest(SQLModel, table=True):
    """Where a request stands now. What happened to it is in its steps."""

    __tablename__ = "appointment_request"
    __table_args__ = (
        CheckConstraint(
            "(claimed_by IS NULL) = (claimed_until IS NULL)", name="ck_appointment_request_claim"
        ),
        CheckConstraint("paused_seconds >= 0", name="ck_appointment_request_paused"),
        *(
            Index(f"ix_appointment_request_{name}", "state", *order, "id", *NARROWED_BY)
            for name, order in QUEUES.items()
        ),
        Index("ix_appointment_request_name", "search_name", "protected", "id"),
        Index("ix_appointment_request_ages", "reason", "decided_at"),
    )

    id: UUID = key()
    reference: str = word(12, unique=True)
    """`domain.references`, without dashes."""
    submit_key: str = word(80, unique=True)
    """Of the form that was sent: the same one again finds the request."""
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    """Who asked; none for somebody signed out."""
    asked_as: str = word(20)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    """For whom, where the portal knows them from a case."""
    party_id: UUID | None = Field(default=None, foreign_key="party.id")
    case_id: UUID | None = Field(default=None, foreign_key="case.id", index=True)
    """What it is about, if it is about a case of that person."""
    name: str = word(250)
    """Of whoever comes; plain, so that boards sort and search."""
    search_name: str = word(250)
    """`domain.people.search_name` of family name and given name."""
    reason: str = word(40)
    """`domain.appointment_requests.RequestReason`."""
    protected: bool = False
    """The reason or the case is (domain 2.4-6): masked in lists, neutral messages."""
    state: str = word(20)
    office_id: UUID = Field(foreign_key="office.id", index=True)
    zip_code: str = word(10)
    travel_on: date | None = None
    language: str = word(8, default="en")
    """In which the person wants to be answered."""
    contact_email_sealed: str | None = Field(default=None)
    """Of somebody signed out, in lower case; an account has its own. Proven before it is here."""
    contact_email_hash: str | None = hashed(
        "contact", sealed_in="contact_email_sealed", nullable=True
    )
    contact_phone_sealed: str | None = Field(default=None)
    contact_phone_hash: str | None = hashed(
        "contact", sealed_in="contact_phone_sealed", nullable=True
    )
    details_sealed: str | None = Field(default=None)
    """All else that was told, as JSON: `domain.appointment_forms.Details`."""
    open_key: str | None = word(320, default=None, nullable=True, unique=True)
    """The person and the reason, while it is open: nobody has two of them (domain 2.4-4)."""
    asked_at: datetime = instant()
    updated_at: datetime = instant()
    urgency: int = 2
    """`domain.appointment_requests.Urgency`."""
    due_at: datetime = instant()
    """Business clock: by when an officer should have answered; later by each pause."""
    waiting_since: datetime | None = instant(nullable=True)
    """Since when it is the person's turn; none while it is not."""
    paused_seconds: int = 0
    """Of pauses that are over."""
    answer_by: datetime | None = instant(nullable=True, index=True)
    """The first instant too late to answer; only while something is asked."""
    reopen_until: datetime | None = instant(nullable=True)
    """Not included; only after it expired."""
    claimed_by: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    claimed_until: datetime | None = instant(nullable=True)
    """Wall clock, not included. A claim that ran out counts as none without being cleared."""
    decided_at: datetime | None = instant(nullable=True)
    """When an officer last answered it: a visit, or none needed."""
    ended_at: datetime | None = instant(nullable=True)
    """Null while it is open."""
    booking_id: UUID | None = Field(default=None, foreign_key="booking.id", index=True)
    """The visit: the one that stands, or stood last."""

    contact_email = sealed("contact_email_sealed")
    contact_phone = sealed("contact_phone_sealed")
    details = sealed("details_sealed")


class RequestStep(SQLModel, table=True):
    """One move of a request. Added and never changed: a correction is another step
    (domain 2.4-3). Figures of a period are counted from its indexes alone."""

    __tablename__ = "request_step"
    __table_args__ = (
        Index("ix_request_step_request", "request_id", "at", "id"),
        Index("ix_request_step_at", "at", "move", "request_id", "by", "account_id", "corrects_id"),
        Index(
            "ix_request_step_corrects",
            "at",
            "corrects_id",
            sqlite_where=text("corrects_id IS NOT NULL"),
            postgresql_where=text("corrects_id IS NOT NULL"),
        ),
    )

    id: UUID = key()
    request_id: UUID = Field(foreign_key="appointment_request.id")
    at: datetime = instant()
    """Business clock."""
    by: str = word(20)
    """`domain.appointment_requests.By`."""
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    """Who did it; none for the system and for somebody signed out."""
    move: str = word(20)
    """`RequestMove`, or `submit` for the first one."""
    from_state: str = word(20, default="")
    to_state: str = word(20)
    outcome: str = word(40, default="")
    """The code of the reason: why not needed, what is asked, why cancelled."""
    words_sealed: str | None = Field(default=None)
    """A question, an answer, or what was said on the phone."""
    booking_id: UUID | None = Field(default=None, foreign_key="booking.id")
    """The visit that it made or ended."""
    corrects_id: UUID | None = Field(default=None, foreign_key="request_step.id")
    """The step that it takes back."""

    words = sealed("words_sealed")
