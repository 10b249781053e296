"""how often a decision could not leave, and when it is tried again; indexes that hold the figures of visits

Revision: 0024
Follows: 0023
"""

import sqlalchemy as sa
from alembic import op

from cx_app.models.base import UtcDateTime


revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

CORRECTS = sa.text("corrects_id IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("held_decision") as table:
        table.add_column(sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("again_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("held_decision") as table:
        table.alter_column("failures", server_default=None)
    op.drop_index("ix_request_step_at", "request_step")
    columns = ["at", "move", "request_id", "by", "account_id", "corrects_id"]
    op.create_index("ix_request_step_at", "request_step", columns)
    op.create_index(
        "ix_request_step_corrects",
        "request_step",
        ["at", "corrects_id"],
        sqlite_where=CORRECTS,
        postgresql_where=CORRECTS,
    )


def downgrade() -> None:
    op.drop_index("ix_request_step_corrects", "request_step")
    op.drop_index("ix_request_step_at", "request_step")
    op.create_index("ix_request_step_at", "request_step", ["at", "move", "request_id"])
    with op.batch_alter_table("held_decision") as table:
        table.drop_column("again_at")
        table.drop_column("failures")
