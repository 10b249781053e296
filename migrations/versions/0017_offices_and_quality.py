"""offices whose calendar changed, and samples of decisions

Revision: 0017
Follows: 0016
"""

import sqlalchemy as sa
from alembic import op

from cx_app.models.base import UtcDateTime


revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office_recheck",
        _id(),
        sa.Column("office_id", sa.Uuid(), sa.ForeignKey("office.id"), nullable=False, unique=True),
        sa.Column("asked", sa.Integer(), nullable=False),
    )
    op.create_table(
        "quality_sample",
        _id(),
        sa.Column("drawn_at", UtcDateTime(), nullable=False),
        sa.Column("drawn_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("among", sa.Integer(), nullable=False),
    )
    op.create_index("ix_quality_sample_drawn_at", "quality_sample", ["drawn_at"])
    op.create_table(
        "quality_check",
        _id(),
        sa.Column("sample_id", sa.Uuid(), sa.ForeignKey("quality_sample.id"), nullable=False),
        sa.Column("step_id", sa.Uuid(), sa.ForeignKey("request_step.id"), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("note_sealed", sa.String(), nullable=True),
        sa.Column("checked_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.UniqueConstraint("sample_id", "step_id"),
    )
    for column in ("sample_id", "step_id"):
        op.create_index(f"ix_quality_check_{column}", "quality_check", [column])
    op.create_index("ix_request_step_at", "request_step", ["at", "move", "request_id"])


def downgrade() -> None:
    op.drop_index("ix_request_step_at", "request_step")
    for table in ("quality_check", "quality_sample", "office_recheck"):
        op.drop_table(table)


def _id() -> sa.Column:
    return sa.Column("id", sa.Uuid(), primary_key=True, nullable=False)
