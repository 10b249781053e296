"""What people say of the portal, without whose words they are."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Index, SQLModel

from cx_app.models.base import hashed, instant, key, sealed, word


def _without_time() -> UUID:
    """An id that, unlike the others, does not tell when its row was made (CX-12)."""
    return uuid4()


class Feedback(SQLModel, table=True):
    """One answer. Nothing leads from here to a person, a case or a day (CX-12, CX-11)."""

    __tablename__ = "feedback"
    __table_args__ = (Index("ix_feedback_month_task", "month", "task"),)

    id: UUID = Field(default_factory=_without_time, primary_key=True)
    month: date
    """Its first day, Eastern."""
    task: str = word(12)
    way: str = word(8)
    outcome: str = word(8)
    language: str = word(8)
    trust: bool
    drivers: str = word(100, default="")
    """`domain.feedback.Driver`, spaces between them."""
    comment_sealed: str | None = Field(default=None)

    comment = sealed("comment_sealed")


class FeedbackOffer(SQLModel, table=True):
    """Somebody was asked. For counting how many answer; nobody's name is on it (CX-6)."""

    __tablename__ = "feedback_offer"
    __table_args__ = (Index("ix_feedback_offer_month_task", "month", "task"),)

    id: UUID = Field(default_factory=_without_time, primary_key=True)
    month: date
    task: str = word(12)
    way: str = word(8)


class FeedbackTurn(SQLModel, table=True):
    """When somebody was last asked, so that they are left in peace (CX-7). Whether they answered
    is not said: a question that was put away is over, too."""

    __tablename__ = "feedback_turn"

    id: UUID = key()
    subject_hash: str = hashed("feedback", unique=True)
    """Of the account, or of the contact that a visitor has proven."""
    asked_at: datetime = instant()
    task: str = word(12)
    over: bool = False
