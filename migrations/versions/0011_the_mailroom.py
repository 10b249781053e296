"""the mailroom: letters that were printed together, until they are mailed

Revision: 0011
Follows: 0010
"""

import sqlalchemy as sa
from alembic import op

import cx_app.models.base


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        _instant("made_at", nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("pdf_bytes", sa.Integer(), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("key_sealed", sa.String(), nullable=True),
        _instant("handed_over_at"),
        _instant("downloaded_at"),
        _instant("mailed_at"),
        sa.Column("mailed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["mailed_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_letter_batch_state", "letter_batch", ["state"])
    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("code_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.String(length=16), nullable=False),
        _instant("spoilt_at"),
        _instant("returned_at"),
        sa.ForeignKeyConstraint(["batch_id"], ["letter_batch.id"]),
        sa.ForeignKeyConstraint(["message_id"], ["outbox_message.id"]),
        sa.ForeignKeyConstraint(["code_id"], ["access_code.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("message_id"),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("batch_id", "position", name="uq_letter_position"),
    )
    op.create_index("ix_letter_code_id", "letter", ["code_id"])
    op.create_index("ix_letter_returned_at", "letter", ["returned_at"])


def downgrade() -> None:
    op.drop_table("letter")
    op.drop_table("letter_batch")


def _instant(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, cx_app.models.base.UtcDateTime(), nullable=nullable)
