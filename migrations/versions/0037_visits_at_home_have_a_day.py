"""people are told when somebody comes to their home for biometrics

Revision: 0037
Follows: 0036
"""

import sqlalchemy as sa
from alembic import op


revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("home_visit") as table:
        table.add_column(sa.Column("day", sa.Date(), nullable=True))
        table.add_column(sa.Column("part", sa.String(10), nullable=False, server_default=""))
        table.create_check_constraint("ck_home_visit_when", "(day IS NULL) = (part = '')")
    with op.batch_alter_table("home_visit") as table:
        table.alter_column("part", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("home_visit") as table:
        table.drop_constraint("ck_home_visit_when", type_="check")
        table.drop_column("part")
        table.drop_column("day")
