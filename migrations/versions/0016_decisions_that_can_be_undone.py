"""decisions of officers that are held back until they can't be undone any more

Revision: 0016
Follows: 0014
"""

import sqlalchemy as sa
from alembic import op

from cx_app.models.base import UtcDateTime


revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
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


def downgrade() -> None:
    op.drop_table("held_decision")
