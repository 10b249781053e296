"""feedback after a task, and corrections of a case

Revision: 0031
Follows: 0028
"""

import sqlalchemy as sa
from alembic import op

import cx_app.models.base


revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("task", sa.String(12), nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("outcome", sa.String(8), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("trust", sa.Boolean(), nullable=False),
        sa.Column("drivers", sa.String(100), nullable=False),
        sa.Column("comment_sealed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_feedback_month_task", "feedback", ["month", "task"])
    op.create_table(
        "feedback_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("task", sa.String(12), nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_feedback_offer_month_task", "feedback_offer", ["month", "task"])
    op.create_table(
        "feedback_turn",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_hash", sa.String(80), nullable=False),
        sa.Column("asked_at", cx_app.models.base.UtcDateTime(), nullable=False),
        sa.Column("task", sa.String(12), nullable=False),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_feedback_turn_subject_hash", "feedback_turn", ["subject_hash"], unique=True
    )
    with op.batch_alter_table("support_request") as table:
        table.add_column(sa.Column("shown_sealed", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("support_request") as table:
        table.drop_column("shown_sealed")
    op.drop_table("feedback_turn")
    op.drop_table("feedback_offer")
    op.drop_table("feedback")
