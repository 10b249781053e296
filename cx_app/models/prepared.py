"""What paralegals prepare for clients, and what became of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from cx_app.models.base import instant, key, sealed, word


class PreparedRequest(SQLModel, table=True):
    """One request of one client, kept until a representative of the team submits it (REP-40). Once
    it is submitted nothing of what was typed stays here, but who prepared it and who submitted it.
    """

    __tablename__ = "prepared_request"
    __table_args__ = (
        UniqueConstraint("prepared_by", "form_key", name="uq_prepared_request_form"),
        Index("ix_prepared_request_team", "team_id", "state", "changed_at"),
        Index("ix_prepared_request_state", "state", "changed_at"),
    )

    id: UUID = key()
    team_id: UUID = Field(foreign_key="team.id")
    kind: str = word(20)
    state: str = word(20)
    case_id: UUID | None = Field(default=None, foreign_key="case.id")
    party_id: UUID | None = Field(default=None, foreign_key="party.id")
    """The client; none for a code, which is asked for with numbers that nobody looked up."""
    representative_id: UUID | None = Field(default=None, foreign_key="account.id")
    """For whom it is prepared, where no client says so."""
    form_key: str = word(60)
    """Names the form that was filled in, however often it is handed in."""
    values_sealed: str | None = Field(default=None)
    """What was typed, as JSON."""
    note_sealed: str | None = Field(default=None)
    """What the representative wrote when they sent it back."""
    refused: str = word(40, default="")
    """The rule that was against it."""
    prepared_by: UUID = Field(foreign_key="account.id")
    prepared_at: datetime = instant()
    changed_by: UUID | None = Field(default=None, foreign_key="account.id")
    """The representative who saved it last, if one did."""
    changed_at: datetime = instant()
    submitted_by: UUID | None = Field(default=None, foreign_key="account.id")
    subject_id: UUID | None = Field(default=None, index=True)
    """What it became: a request, a callback, a move, a request for a code."""
    reference: str = word(20, default="")

    values = sealed("values_sealed")
    note = sealed("note_sealed")
