"""requests for a visit to a field office, and their steps

Revision: 0014
Follows: 0013
"""

import sqlalchemy as sa
from alembic import op

from cx_app.models.base import UtcDateTime


revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appointment_request",
        sa.Column("id", sa.Uuid(), primary_key=True, nullable=False),
        sa.Column("reference", sa.String(12), nullable=False, unique=True),
        sa.Column("submit_key", sa.String(80), nullable=False, unique=True),
        _other("account_id", "account.id"),
        sa.Column("asked_as", sa.String(20), nullable=False),
        _other("person_id", "person.id"),
        _other("party_id", "party.id"),
        _other("case_id", "case.id"),
        sa.Column("name", sa.String(250), nullable=False),
        sa.Column("search_name", sa.String(250), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        _other("office_id", "office.id", nullable=False),
        sa.Column("zip_code", sa.String(10), nullable=False),
        sa.Column("travel_on", sa.Date(), nullable=True),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("contact_email_sealed", sa.String(), nullable=True),
        sa.Column("contact_email_hash", sa.String(80), nullable=True),
        sa.Column("contact_phone_sealed", sa.String(), nullable=True),
        sa.Column("contact_phone_hash", sa.String(80), nullable=True),
        sa.Column("details_sealed", sa.String(), nullable=True),
        sa.Column("open_key", sa.String(320), nullable=True, unique=True),
        _instant("asked_at"),
        _instant("updated_at"),
        sa.Column("urgency", sa.Integer(), nullable=False),
        _instant("due_at"),
        _instant("waiting_since", nullable=True),
        sa.Column("paused_seconds", sa.Integer(), nullable=False),
        _instant("answer_by", nullable=True),
        _instant("reopen_until", nullable=True),
        _other("claimed_by", "account.id"),
        _instant("claimed_until", nullable=True),
        _instant("decided_at", nullable=True),
        _instant("ended_at", nullable=True),
        _other("booking_id", "booking.id"),
        sa.CheckConstraint(
            "(claimed_by IS NULL) = (claimed_until IS NULL)", name="ck_appointment_request_claim"
        ),
        sa.CheckConstraint("paused_seconds >= 0", name="ck_appointment_request_paused"),
    )
    for name in (
        "account_id",
        "person_id",
        "case_id",
        "search_name",
        "office_id",
        "contact_email_hash",
        "contact_phone_hash",
        "answer_by",
        "claimed_by",
        "booking_id",
    ):
        op.create_index(f"ix_appointment_request_{name}", "appointment_request", [name])
    op.create_index(
        "ix_appointment_request_queue",
        "appointment_request",
        ["state", "urgency", "due_at", "id"],
    )
    op.create_index(
        "ix_appointment_request_ages", "appointment_request", ["reason", "decided_at"]
    )
    op.create_table(
        "request_step",
        sa.Column("id", sa.Uuid(), primary_key=True, nullable=False),
        _other("request_id", "appointment_request.id", nullable=False),
        _instant("at"),
        sa.Column("by", sa.String(20), nullable=False),
        _other("account_id", "account.id"),
        sa.Column("move", sa.String(20), nullable=False),
        sa.Column("from_state", sa.String(20), nullable=False),
        sa.Column("to_state", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("words_sealed", sa.String(), nullable=True),
        _other("booking_id", "booking.id"),
        _other("corrects_id", "request_step.id"),
    )
    op.create_index("ix_request_step_account_id", "request_step", ["account_id"])
    op.create_index("ix_request_step_request", "request_step", ["request_id", "at", "id"])


def downgrade() -> None:
    op.drop_table("request_step")
    op.drop_table("appointment_request")


def _other(name: str, column: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey(column), nullable=nullable)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime(), nullable=nullable)
