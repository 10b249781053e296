"""questions about the account, and complaints

Revision: 0028
Follows: 0027
"""

import sqlalchemy as sa
from alembic import op

import cx_app.models.base


revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "support_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(12), nullable=False, unique=True),
        sa.Column("submit_key", sa.String(80), nullable=False, unique=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("contact_email_sealed", sa.String(), nullable=True),
        sa.Column("contact_email_hash", sa.String(80), nullable=True),
        sa.Column("contact_phone_sealed", sa.String(), nullable=True),
        sa.Column("contact_phone_hash", sa.String(80), nullable=True),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("note_sealed", sa.String(), nullable=True),
        sa.Column("state", sa.String(12), nullable=False),
        _instant("asked_at", nullable=False),
        _instant("due_at", nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        _instant("taken_at"),
        sa.Column("answer_sealed", sa.String(), nullable=True),
        sa.Column("cause", sa.String(20), nullable=True),
        sa.Column("changed_sealed", sa.String(), nullable=True),
        _instant("answered_at"),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(owner_id IS NULL) = (taken_at IS NULL)", name="ck_support_request_owner"
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer_sealed IS NULL)", name="ck_support_request_answer"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for name, columns in INDEXES.items():
        op.create_index(f"ix_support_request_{name}", "support_request", columns)


def downgrade() -> None:
    op.drop_table("support_request")


INDEXES = {
    "queue": ["state", "kind", "due_at", "id"],
    "owner": ["owner_id", "state", "due_at"],
    "answered": ["state", "answered_at"],
    "account": ["account_id", "asked_at"],
    "case_id": ["case_id"],
    "contact_email_hash": ["contact_email_hash"],
    "contact_phone_hash": ["contact_phone_hash"],
}


def _instant(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, cx_app.models.base.UtcDateTime(), nullable=nullable)
