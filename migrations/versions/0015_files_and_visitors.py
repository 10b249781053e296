"""files that come with requests, and people who ask without an account

Revision: 0015
Follows: 0014
"""

import sqlalchemy as sa
from alembic import op

from cx_app.models.base import UtcDateTime


revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visitor_pass",
        sa.Column("id", sa.Uuid(), primary_key=True, nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("value_sealed", sa.String(), nullable=True),
        sa.Column("value_hash", sa.String(80), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("code_hash", sa.String(80), nullable=False),
        _instant("code_expires_at"),
        sa.Column("tries", sa.Integer(), nullable=False),
        _instant("made_at"),
        _instant("proven_at", nullable=True),
        sa.Column("token_hash", sa.String(64), nullable=True, unique=True),
        _instant("ends_at", nullable=True),
        sa.Column("typed_sealed", sa.String(), nullable=True),
    )
    for name in ("value_hash", "ends_at"):
        op.create_index(f"ix_visitor_pass_{name}", "visitor_pass", [name])
    op.create_table(
        "request_attachment",
        sa.Column("id", sa.Uuid(), primary_key=True, nullable=False),
        _other("request_id", "appointment_request.id"),
        _other("account_id", "account.id"),
        _other("pass_id", "visitor_pass.id"),
        sa.Column("name_sealed", sa.String(), nullable=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("key_sealed", sa.String(), nullable=True),
        _instant("added_at"),
        _instant("removed_at", nullable=True),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (pass_id IS NULL)", name="ck_request_attachment_owner"
        ),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (key_sealed IS NOT NULL)", name="ck_request_attachment_key"
        ),
    )
    for name in ("request_id", "account_id", "pass_id"):
        op.create_index(f"ix_request_attachment_{name}", "request_attachment", [name])


def downgrade() -> None:
    op.drop_table("request_attachment")
    op.drop_table("visitor_pass")


def _other(name: str, column: str) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey(column), nullable=True)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime(), nullable=nullable)
