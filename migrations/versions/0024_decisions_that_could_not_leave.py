"""how often a decision could not leave, and when it is tried again

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


def upgrade() -> None:
    with op.batch_alter_table("held_decision") as table:
        table.add_column(sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("again_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("held_decision") as table:
        table.alter_column("failures", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("held_decision") as table:
        table.drop_column("again_at")
        table.drop_column("failures")
