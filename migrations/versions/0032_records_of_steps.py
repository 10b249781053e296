"""how right estimates of steps were, beside those of decisions

Revision: 0032
Follows: 0028
"""

import sqlalchemy as sa
from alembic import op


revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

TABLE = "progress_record"
NAMES = {"uq": "uq_%(table_name)s_%(column_0_N_name)s"}
"""What SQLite calls the rule that has no name there."""
OLD = ["day", "horizon", "form", "office"]
NEW = ["milestone", *OLD]


def upgrade() -> None:
    op.add_column(
        TABLE, sa.Column("milestone", sa.String(20), nullable=False, server_default="decision")
    )
    with op.batch_alter_table(TABLE, naming_convention=NAMES) as table:
        table.drop_constraint(_old_name(), type_="unique")
        table.create_unique_constraint("uq_progress_record", NEW)


def downgrade() -> None:
    op.execute(f"DELETE FROM {TABLE} WHERE milestone <> 'decision'")
    with op.batch_alter_table(TABLE) as table:
        table.drop_constraint("uq_progress_record", type_="unique")
        table.drop_column("milestone")
    with op.batch_alter_table(TABLE) as table:
        table.create_unique_constraint(_old_name(), OLD)


def _old_name() -> str:
    """PostgreSQL makes a name of its own."""
    if op.get_bind().dialect.name == "postgresql":
        return "_".join([TABLE, *OLD, "key"])
    return "_".join(["uq", TABLE, *OLD])
