"""the place in line of a callback is kept once, and a text that was put off counts again when it is answered

Revision: 0036
Follows: 0028
"""

import sqlalchemy as sa
from alembic import op

from cx_app.models.base import UtcDateTime


revision = "0036"
down_revision = "0034"
branch_labels = None
depends_on = None

LINE = ("state", "next", "urgency")


def upgrade() -> None:
    with op.batch_alter_table("callback") as table:
        table.add_column(sa.Column("line_at", UtcDateTime(), nullable=True))
        table.add_column(
            sa.Column("spared", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(
            sa.Column("kept_place", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute("UPDATE callback SET line_at = placed_at")
    op.drop_index("ix_callback_line", "callback")
    with op.batch_alter_table("callback") as table:
        table.alter_column("line_at", nullable=False)
        table.alter_column("spared", server_default=None)
        table.alter_column("kept_place", server_default=None)
    op.create_index("ix_callback_line", "callback", [*LINE, "line_at", "id", "ready_at"])


def downgrade() -> None:
    op.drop_index("ix_callback_line", "callback")
    with op.batch_alter_table("callback") as table:
        table.drop_column("kept_place")
        table.drop_column("spared")
        table.drop_column("line_at")
    op.create_index("ix_callback_line", "callback", [*LINE, "placed_at", "id", "ready_at"])
