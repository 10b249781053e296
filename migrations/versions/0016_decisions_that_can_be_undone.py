"""decisions of officers that can be undone for a while, and those that wait for a second officer

Revision: 0016
Follows: 0015
"""

import sqlalchemy as sa
from alembic import op

from cx_app.models.base import UtcDateTime


revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


ORDERS = {"urgent": ("urgency", "due_at"), "oldest": ("asked_at",), "latest": ("updated_at",)}
NARROWED_BY = ("protected", "reason", "office_id", "language", "claimed_until", "claimed_by")


def upgrade() -> None:
    _indexes_of_the_queues()
    op.create_table(
        "held_decision",
        sa.Column("id", sa.Uuid(), primary_key=True, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.Column("leaves_at", UtcDateTime(), nullable=False),
        sa.Column("before", sa.String(400), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=True),
    )
    op.create_index("ix_held_decision_state_leaves", "held_decision", ["state", "leaves_at"])
    held = sa.text("state = 'held'")
    op.create_index(
        "uq_held_decision_subject",
        "held_decision",
        ["subject_id"],
        unique=True,
        sqlite_where=held,
        postgresql_where=held,
    )
    op.create_table(
        "request_proposal",
        sa.Column("id", sa.Uuid(), primary_key=True, nullable=False),
        sa.Column(
            "request_id", sa.Uuid(), sa.ForeignKey("appointment_request.id"), nullable=False
        ),
        sa.Column("override", sa.String(40), nullable=False),
        sa.Column("move", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("slot_id", sa.Uuid(), sa.ForeignKey("slot.id"), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
    )
    op.create_index("ix_request_proposal_request_id", "request_proposal", ["request_id"])
    is_open = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_request_proposal_open",
        "request_proposal",
        ["request_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _indexes_of_the_queues() -> None:
    for name in ("queue", "search_name"):
        op.drop_index(f"ix_appointment_request_{name}", "appointment_request")
    for name, order in ORDERS.items():
        columns = ["state", *order, "id", *NARROWED_BY]
        op.create_index(f"ix_appointment_request_{name}", "appointment_request", columns)
    op.create_index(
        "ix_appointment_request_name", "appointment_request", ["search_name", "protected", "id"]
    )


def downgrade() -> None:
    for name in (*ORDERS, "name"):
        op.drop_index(f"ix_appointment_request_{name}", "appointment_request")
    op.create_index(
        "ix_appointment_request_queue",
        "appointment_request",
        ["state", "urgency", "due_at", "id"],
    )
    op.create_index("ix_appointment_request_search_name", "appointment_request", ["search_name"])
    op.drop_table("request_proposal")
    op.drop_table("held_decision")
