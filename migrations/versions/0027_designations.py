"""the designation of a programme that a case is under

Revision: 0027
Follows: 0024
"""

import sqlalchemy as sa
from alembic import op


revision = "0027"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "case", sa.Column("designation", sa.String(40), nullable=False, server_default="")
    )


def downgrade() -> None:
    with op.batch_alter_table("case") as table:
        table.drop_column("designation")
