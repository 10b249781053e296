"""estimates: tables of counts, what was said and how right it was

Revision: 0020
Follows: 0013
"""

import sqlalchemy as sa
from alembic import op

from cx_app.models.base import UtcDateTime


revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

SQLITE = """
CREATE TRIGGER progress_table_no_{verb} BEFORE {verb} ON progress_table
BEGIN SELECT RAISE(ABORT, 'tables of estimates never change'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION progress_table_is_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'tables of estimates never change'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER progress_table_no_{verb} BEFORE {verb} ON progress_table
FOR EACH ROW EXECUTE FUNCTION progress_table_is_kept()
"""
VERBS = ("UPDATE", "DELETE")


def upgrade() -> None:
    _tables()
    _cases()
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(POSTGRESQL_FUNCTION)
    for verb in VERBS:
        op.execute((POSTGRESQL if postgresql else SQLITE).format(verb=verb))


def _tables() -> None:
    op.create_table(
        "progress_table",
        _id(),
        sa.Column("milestone", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("snapshot", sa.String(16), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("set_aside", sa.Integer(), nullable=False),
        sa.Column("public_figures", sa.JSON(), nullable=False),
        sa.Column("fitted_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("milestone", "day", "version"),
    )
    op.create_index("ix_progress_table_snapshot", "progress_table", ["snapshot"])
    op.create_table(
        "progress_record",
        _id(),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("horizon", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(12), nullable=False),
        sa.Column("office", sa.String(40), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("snapshot", sa.String(16), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.UniqueConstraint("day", "horizon", "form", "office"),
    )
    op.create_index("ix_progress_record_form", "progress_record", ["form", "day"])
    op.create_table(
        "progress_switch",
        sa.Column("form", sa.String(12), primary_key=True),
        sa.Column("stopped_at", UtcDateTime(), nullable=False),
        sa.Column("stopped_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
    )


def _cases() -> None:
    op.create_table(
        "progress_statement",
        _id(),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("case.id"), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("snapshot", sa.String(16), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("half", sa.Date(), nullable=True),
        sa.Column("most", sa.Date(), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.UniqueConstraint("case_id", "as_of"),
    )
    op.create_index("ix_progress_statement_case_id", "progress_statement", ["case_id"])
    op.create_table(
        "progress_wish",
        _id(),
        sa.Column("account_id", sa.Uuid(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("case.id"), nullable=False),
        sa.Column("tell_days", sa.Integer(), nullable=False),
        sa.Column("told_half", sa.Date(), nullable=True),
        sa.Column("share", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("account_id", "case_id"),
    )
    op.create_index("ix_progress_wish_account_id", "progress_wish", ["account_id"])
    op.create_index("ix_progress_wish_case_id", "progress_wish", ["case_id"])


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for verb in VERBS:
        on = " ON progress_table" if postgresql else ""
        op.execute(f"DROP TRIGGER progress_table_no_{verb}{on}")
    if postgresql:
        op.execute("DROP FUNCTION progress_table_is_kept()")
    for name in ("wish", "statement", "switch", "record", "table"):
        op.drop_table(f"progress_{name}")


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), primary_key=True)
