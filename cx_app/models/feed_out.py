"""What goes back to the agency, what it answered, and what its daily statements say."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from cx_app.models.base import instant, key, sealed, word


class OutboundEvent(SQLModel, table=True):
    """Something that the portal decided, written with its cause and never changed.

    A writer gives no position: whoever pulls does, after the commit, so that none can be passed
    over (OUT-1).
    """

    __tablename__ = "outbound_event"
    __table_args__ = (Index("ix_outbound_event_outcome", "outcome", "created_at"),)

    id: UUID = key()
    kind: str = word(20)
    dedupe_key: str = word(120, unique=True)
    payload_sealed: str | None = Field(default=None)
    """The record as JSON; it may hold addresses."""
    case_id: UUID | None = Field(default=None, foreign_key="case.id", index=True)
    subject_id: UUID
    """The row that `kind` speaks of, such as the request for a code."""
    created_at: datetime = instant(index=True)
    """Business clock."""
    position: int | None = Field(default=None, sa_type=BigInteger, nullable=True, unique=True)
    """Where it stands in the feed; none while it waits to be pulled, the first time or again."""
    first_fetched_at: datetime | None = instant(nullable=True)
    sent_again: int = 0
    """How often staff sent it again."""
    chased: int = 0
    """How often the portal itself did, since nobody answered (OUT-5)."""
    acknowledged_at: datetime | None = instant(nullable=True)
    agency_id: str = word(64, default="")
    outcome: str = word(20, default="")
    """`domain.feed_out.Outcome`; empty until the agency answers."""
    reason: str = word(40, default="")
    """The agency's own code for a refusal."""
    asked_again: bool = False
    """Refused, then sent again by staff: the agency may answer anew (OUT-2)."""
    by_hand: bool = False
    conflict: bool = Field(default=False, index=True)
    other_agency_id: str = word(64, default="")
    """The second id of a conflict; the first one stands."""

    payload = sealed("payload_sealed")


class FeedOutCursor(SQLModel, table=True):
    """One row: the last position given. Whoever gives positions holds it until the commit."""

    __tablename__ = "feed_out_cursor"

    id: int = Field(default=1, primary_key=True)
    last_position: int = Field(default=0, sa_type=BigInteger)
    last_fetched_at: datetime | None = instant(nullable=True)
    """Business clock, to within a few seconds."""


class FeedStatement(SQLModel, table=True):
    """The agency's statement of a day (Eastern), as compared last; its entries are not kept."""

    __tablename__ = "feed_statement"

    day: date = Field(primary_key=True)
    received_at: datetime = instant()
    source: str = word(255)
    entries: int = 0
    acknowledged: int = 0
    """Events that nothing but the statement acknowledged."""
    differences: int = 0


class FeedFinding(SQLModel, table=True):
    """What a day's statement and the portal do not agree on; listed until resolved."""

    __tablename__ = "feed_finding"
    __table_args__ = (UniqueConstraint("day", "finding", "event_id"),)

    id: UUID = key()
    day: date
    finding: str = word(20)
    event_id: str = word(64, default="")
    """As the agency names it: it need not be one of ours."""
    outbound_event_id: UUID | None = Field(default=None, foreign_key="outbound_event.id")
    our_agency_id: str = word(64, default="")
    agency_id: str = word(64, default="")
    found_at: datetime = instant()
    resolved_at: datetime | None = instant(nullable=True, index=True)
    resolution: str = word(20, default="")
    """`staff`, or `statement` when a later one no longer differs."""
    note_sealed: str | None = Field(default=None)

    note = sealed("note_sealed")
