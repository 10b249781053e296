"""Who represents whom in which case (Form G-28), and who a representative is."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from cx_app.domain.representation.clients import client_key
from cx_app.models.base import hashed, instant, key, sealed, word


class Representation(SQLModel, table=True):
    """A capacity per case, not a party. `account_id` is set once the representative's own code is
    redeemed (OAC-11), or when both have signed a form online."""

    __tablename__ = "representation"

    id: UUID = key()
    feed_id: str = word(64, unique=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    client_party_id: UUID = Field(foreign_key="party.id", index=True)
    representative_name: str = word(200)
    address_sealed: str | None = Field(default=None)
    """Business address as JSON lines, for the representative's own notices (OAC-11)."""
    capacity: str = word(20, default="attorney")
    notices_to_representative: bool = False
    """The client asked that notices go to the representative alone (REP-4)."""
    messages_shared: bool = False
    """The client lets the representative read what we wrote to them about the case (REP-21)."""
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    state: str = word(20, default="active")
    since: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
    ended_by: str = word(20, default="")
    """The side that ended it here; empty when the agency did."""
    form_id: UUID | None = Field(default=None, foreign_key="g28.id", unique=True)
    """The form that was signed online; none where the agency's feed brought it."""

    address = sealed("address_sealed")


_STANDS = text("state IN ('pending', 'accepted')")
_NOT_ENDED = text("ended_at IS NULL")
_LIVE = text("state IN ('draft', 'review', 'awaiting', 'signed')")
_TO_MATCH = text("state = 'awaiting' AND looked_at IS NULL")
_AWAITING = text("state = 'awaiting'")


class RepresentativeAccount(SQLModel, table=True):
    """Somebody asks to be known as a representative; an officer decides (REP-3)."""

    __tablename__ = "representative_account"
    __table_args__ = (
        Index(
            "uq_representative_account_stands",
            "account_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index("ix_representative_account_state", "state", "applied_at"),
    )

    id: UUID = key()
    account_id: UUID = Field(foreign_key="account.id", index=True)
    name: str = word(120)
    kind: str = word(20)
    licence_sealed: str | None = Field(default=None)
    """Bar number and state, or the recognized organization."""
    accredited_until: date | None = None
    address_sealed: str | None = Field(default=None)
    """Business address as JSON lines."""
    sworn_at: datetime = instant()
    applied_at: datetime = instant()
    state: str = word(20)
    decided_at: datetime | None = instant(nullable=True)
    decided_by: UUID | None = Field(default=None, foreign_key="account.id")
    reason: str = word(20, default="")

    licence = sealed("licence_sealed")
    address = sealed("address_sealed")


class Team(SQLModel, table=True):
    """Representatives and their paralegals; teams share nothing with each other (REP-10)."""

    __tablename__ = "team"

    id: UUID = key()
    name: str = word(120)
    made_by: UUID = Field(foreign_key="account.id")
    made_at: datetime = instant()


class TeamMember(SQLModel, table=True):
    """Somebody is in one team at a time."""

    __tablename__ = "team_member"
    __table_args__ = (
        Index(
            "uq_team_member_account",
            "account_id",
            unique=True,
            sqlite_where=_NOT_ENDED,
            postgresql_where=_NOT_ENDED,
        ),
    )

    id: UUID = key()
    team_id: UUID = Field(foreign_key="team.id", index=True)
    account_id: UUID = Field(foreign_key="account.id")
    role: str = word(20)
    joined_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
    ended_by: UUID | None = Field(default=None, foreign_key="account.id")


class TeamInvitation(SQLModel, table=True):
    """Whoever has proven the e-mail address may join; nothing else opens it."""

    __tablename__ = "team_invitation"

    id: UUID = key()
    team_id: UUID = Field(foreign_key="team.id", index=True)
    role: str = word(20)
    email_sealed: str | None = Field(default=None)
    email_hash: str | None = hashed(
        "contact", sealed_in="email_sealed", form=str.casefold, nullable=True
    )
    invited_by: UUID = Field(foreign_key="account.id")
    invited_at: datetime = instant()
    expires_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
    """Accepted, or taken back."""
    accepted_by: UUID | None = Field(default=None, foreign_key="account.id")

    email = sealed("email_sealed")


class G28(SQLModel, table=True):
    """A Form G-28 that is filed online. It names a client as the representative typed them; which
    case that is, if any, is looked up out of sight of whoever sent it (REP-15)."""

    __tablename__ = "g28"
    __table_args__ = (
        Index(
            "uq_g28_live",
            "client_party_id",
            "representative_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_g28_representative", "representative_id", "state", "updated_at"),
        Index("ix_g28_sent", "representative_id", "sent_at"),
        Index("ix_g28_to_match", "id", sqlite_where=_TO_MATCH, postgresql_where=_TO_MATCH),
        Index("ix_g28_answer_by", "answer_by", sqlite_where=_AWAITING, postgresql_where=_AWAITING),
    )

    id: UUID = key()
    representative_id: UUID = Field(foreign_key="account.id")
    prepared_by: UUID = Field(foreign_key="account.id")
    """The representative, or a paralegal of their team (REP-9)."""
    name: str = word(120, default="")
    """Of the representative, with kind, licence and address as they were when they signed."""
    capacity: str = word(20, default="")
    licence_sealed: str | None = Field(default=None)
    address_sealed: str | None = Field(default=None)
    client_sealed: str | None = Field(default=None)
    """`domain.representation.clients.Named` as JSON."""
    client_hash: str | None = hashed(
        "g28_client", sealed_in="client_sealed", form=client_key, nullable=True
    )
    notices_to_representative: bool = False
    beside: bool = False
    """Beside whoever represents the client now, and not in their place."""
    state: str = word(20)
    digest: str = word(64, default="")
    case_id: UUID | None = Field(default=None, foreign_key="case.id", index=True)
    client_party_id: UUID | None = Field(default=None, foreign_key="party.id")
    created_at: datetime = instant()
    updated_at: datetime = instant()
    sent_at: datetime | None = instant(nullable=True)
    looked_at: datetime | None = instant(nullable=True)
    """When it was looked up whom it names."""
    answer_by: datetime | None = instant(nullable=True)
    signed_at: datetime | None = instant(nullable=True)
    ended_at: datetime | None = instant(nullable=True)

    licence = sealed("licence_sealed")
    address = sealed("address_sealed")
    client = sealed("client_sealed")


class G28Signature(SQLModel, table=True):
    """Who signed what, when, and how. A side signs a form once; rows are never changed."""

    __tablename__ = "g28_signature"
    __table_args__ = (UniqueConstraint("form_id", "side", name="uq_g28_signature_side"),)

    id: UUID = key()
    form_id: UUID = Field(foreign_key="g28.id")
    side: str = word(20)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    """None for a client without an account, who had the mailed passcode."""
    name_sealed: str | None = Field(default=None)
    """As they typed it."""
    digest: str = word(64)
    at: datetime = instant()

    name = sealed("name_sealed")


class G28Passcode(SQLModel, table=True):
    """Mailed to the client's own residence and shown to nobody else (REP-11)."""

    __tablename__ = "g28_passcode"

    id: UUID = key()
    form_id: UUID = Field(foreign_key="g28.id", unique=True)
    code_hash: str = hashed()
    made_at: datetime = instant()
    tries: int = 0
    used_at: datetime | None = instant(nullable=True)


class SafeRepresentative(SQLModel, table=True):
    """A protected person's safe-contact record names this representative (REP-12)."""

    __tablename__ = "safe_representative"
    __table_args__ = (
        Index(
            "uq_safe_representative",
            "person_id",
            "account_id",
            unique=True,
            sqlite_where=_NOT_ENDED,
            postgresql_where=_NOT_ENDED,
        ),
    )

    id: UUID = key()
    person_id: UUID = Field(foreign_key="person.id")
    account_id: UUID = Field(foreign_key="account.id", index=True)
    named_by: UUID = Field(foreign_key="account.id")
    named_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)


class BoardVisit(SQLModel, table=True):
    """When somebody last opened their board of cases, and the time before that."""

    __tablename__ = "board_visit"

    id: UUID = key()
    account_id: UUID = Field(foreign_key="account.id", unique=True)
    opened_at: datetime = instant()
    since: datetime = instant()
    """What changed after this instant is new on the board that is open."""


class BoardDigest(SQLModel, table=True):
    """Somebody asked for a digest of their board by e-mail; nobody gets one unasked."""

    __tablename__ = "board_digest"

    id: UUID = key()
    account_id: UUID = Field(foreign_key="account.id", unique=True)
    every: str = word(20)
    due_at: datetime = instant(index=True)
    since: datetime = instant()
    """What changed after this instant is new to the next digest."""
