"""clients share messages with who represents them, requests for codes say as whom somebody asked, and old files of cases are found fast

Revision: 0041
Follows: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

KEPT = sa.text("state <> 'going' AND state <> 'forgotten'")


def upgrade() -> None:
    with op.batch_alter_table("representation") as table:
        table.add_column(
            sa.Column("messages_shared", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("representation") as table:
        table.alter_column("messages_shared", server_default=None)
    with op.batch_alter_table("code_request") as table:
        table.add_column(
            sa.Column("asked_as", sa.String(20), nullable=False, server_default="self")
        )
    op.execute(
        "UPDATE code_request SET asked_as = 'representative' WHERE representation_id IS NOT NULL"
    )
    with op.batch_alter_table("code_request") as table:
        table.alter_column("asked_as", server_default=None)
    op.create_index(
        "ix_case_list_kept", "case_list", ["made_at"], sqlite_where=KEPT, postgresql_where=KEPT
    )


def downgrade() -> None:
    op.drop_index("ix_case_list_kept", "case_list")
    with op.batch_alter_table("code_request") as table:
        table.drop_column("asked_as")
    with op.batch_alter_table("representation") as table:
        table.drop_column("messages_shared")
