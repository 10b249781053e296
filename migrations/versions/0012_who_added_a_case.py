"""who added a case: disputes, removing with an undo, changes of address

Revision: 0012
Follows: 0011
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import cx_app.models.base


revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("case_link") as table:
        table.add_column(sa.Column("end_reason", sa.String(length=20), nullable=True))
        table.add_column(_instant("undo_until", nullable=True))
    op.create_table(
        "claim_dispute",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("disputed_id", sa.Uuid(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(length=20), nullable=False),
        _instant("opened_at"),
        _instant("lapses_at"),
        sa.Column("first_by", sa.Uuid(), nullable=True),
        _instant("first_at", nullable=True),
        sa.Column("first_reason", sa.String(length=20), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        _instant("decided_at", nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=True),
        _instant("lapse_told_at", nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"]),
        sa.ForeignKeyConstraint(["disputed_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["first_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("claim_dispute") as table:
        table.create_index("ix_claim_dispute_case_id", ["case_id"])
        table.create_index("ix_claim_dispute_lapses_at", ["lapses_at"])
        table.create_index("ix_claim_dispute_party_disputed", ["party_id", "disputed_id"])
    op.create_table(
        "address_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("address_sealed", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("before_sealed", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        _instant("noted_at"),
        _instant("confirm_from"),
        _instant("decided_at", nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("address_change") as table:
        table.create_index("ix_address_change_person_id", ["person_id"])
        table.create_index("ix_address_change_account_id", ["account_id"])
        table.create_index("ix_address_change_case_id", ["case_id"])
        table.create_index("ix_address_change_state", ["state"])


def downgrade() -> None:
    op.drop_table("address_change")
    op.drop_table("claim_dispute")
    with op.batch_alter_table("case_link") as table:
        table.drop_column("undo_until")
        table.drop_column("end_reason")


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, cx_app.models.base.UtcDateTime(), nullable=nullable)
