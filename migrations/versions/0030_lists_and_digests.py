"""files of many cases, and digests of a board

Revision: 0030
Follows: 0028
"""

import sqlalchemy as sa
from alembic import op

import cx_app.models.base


revision = "0030"
down_revision = "0028"
branch_labels = None
depends_on = None

WAITING = sa.text("outcome = '' AND going")


def upgrade() -> None:
    op.create_table(
        "case_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("representative_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        _instant("made_at", nullable=False),
        _instant("done_at"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["representative_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_case_list_account", "case_list", ["account_id", "made_at"])
    op.create_table(
        "listed_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("line_sealed", sa.String(), nullable=True),
        sa.Column("going", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["case_list.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("list_id", "number", name="uq_listed_case_number"),
    )
    op.create_index(
        "ix_listed_case_waiting",
        "listed_case",
        ["id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_table(
        "board_digest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("every", sa.String(20), nullable=False),
        _instant("due_at", nullable=False),
        _instant("since", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id"),
    )
    op.create_index("ix_board_digest_due_at", "board_digest", ["due_at"])


def downgrade() -> None:
    op.drop_table("board_digest")
    op.drop_table("listed_case")
    op.drop_table("case_list")


def _instant(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, cx_app.models.base.UtcDateTime(), nullable=nullable)
