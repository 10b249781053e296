"""a hash of each residence, and addresses that unrelated cases share; orders for a batch of letters

The hashes of people who are there already come after this, from `cx migrate`: it has the keys, and goes
on where it stopped. Every code is due to be looked at once.

Revision: 0021
Follows: 0013
"""

import sqlalchemy as sa
from alembic import op

import cx_app.models.base


revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

DUE = sa.text("address_seen_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("residence_hash", sa.String(80), nullable=True))
        table.create_index("ix_person_residence_hash", ["residence_hash"])
    op.add_column("access_code", _instant("address_seen_at"))
    op.create_index(
        "ix_access_code_address_due",
        "access_code",
        ["id"],
        sqlite_where=DUE,
        postgresql_where=DUE,
    )
    op.create_table(
        "shared_address",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address_hash", sa.String(80), nullable=False),
        sa.Column("address_sealed", sa.String(), nullable=True),
        _instant("noted_at", nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("open_cases", sa.Integer(), nullable=False),
        sa.Column("settled_cases", sa.Integer(), nullable=False),
        _instant("settled_at"),
        sa.Column("reason", sa.String(20), nullable=True),
        sa.Column("open_settled_cases", sa.Integer(), nullable=False),
        _instant("open_settled_at"),
        sa.Column("open_reason", sa.String(20), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_shared_address_address_hash", "shared_address", ["address_hash"])
    op.create_table(
        "post_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ordered_by", sa.Uuid(), nullable=False),
        _instant("ordered_at", nullable=False),
        _instant("done_at"),
        sa.ForeignKeyConstraint(["ordered_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("post_order")
    op.drop_table("shared_address")
    op.drop_index("ix_access_code_address_due", "access_code")
    with op.batch_alter_table("access_code") as table:
        table.drop_column("address_seen_at")
    with op.batch_alter_table("person") as table:
        table.drop_index("ix_person_residence_hash")
        table.drop_column("residence_hash")


def _instant(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, cx_app.models.base.UtcDateTime(), nullable=nullable)
