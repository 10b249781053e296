"""the life of a code: its letter's number, printed, mailed, returned; who decided a request

Revision: 0009
Follows: 0008
"""

import sqlalchemy as sa
from alembic import op

import cx_app.models.base


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("access_code") as table:
        table.alter_column("delivered_at", new_column_name="mailed_at")
        table.add_column(sa.Column("letter_number", sa.String(length=20), nullable=True))
        table.add_column(_instant("printed_at"))
        table.add_column(_instant("returned_at"))
        table.add_column(sa.Column("replaces_id", sa.Uuid(), nullable=True))
        table.create_index("ix_access_code_replaces_id", ["replaces_id"])
        table.create_index("ix_access_code_letter_number", ["letter_number"], unique=True)
        table.create_foreign_key(
            "fk_access_code_replaces", "access_code", ["replaces_id"], ["id"]
        )
    with op.batch_alter_table("code_request") as table:
        table.add_column(sa.Column("receipt_sealed", sa.String(), nullable=True))
        table.add_column(sa.Column("case_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("representation_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("review_reason", sa.String(length=40), nullable=True))
        table.add_column(_instant("decided_at"))
        table.add_column(sa.Column("decided_by", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("decision", sa.String(length=40), nullable=True))
        table.create_index("ix_code_request_case_id", ["case_id"])
        table.create_index("ix_code_request_representation_id", ["representation_id"])
        table.create_foreign_key("fk_code_request_case", "case", ["case_id"], ["id"])
        table.create_foreign_key(
            "fk_code_request_representation", "representation", ["representation_id"], ["id"]
        )
        table.create_foreign_key("fk_code_request_decided_by", "account", ["decided_by"], ["id"])
    op.execute(
        "UPDATE code_request SET case_id = "
        "(SELECT party.case_id FROM party WHERE party.id = code_request.party_id) "
        "WHERE party_id IS NOT NULL"
    )


def downgrade() -> None:
    with op.batch_alter_table("code_request") as table:
        table.drop_constraint("fk_code_request_decided_by", type_="foreignkey")
        table.drop_constraint("fk_code_request_representation", type_="foreignkey")
        table.drop_constraint("fk_code_request_case", type_="foreignkey")
        table.drop_index("ix_code_request_representation_id")
        table.drop_index("ix_code_request_case_id")
        for column in (
            "decision",
            "decided_by",
            "decided_at",
            "review_reason",
            "representation_id",
            "case_id",
            "receipt_sealed",
        ):
            table.drop_column(column)
    with op.batch_alter_table("access_code") as table:
        table.drop_constraint("fk_access_code_replaces", type_="foreignkey")
        table.drop_index("ix_access_code_letter_number")
        table.drop_index("ix_access_code_replaces_id")
        for column in ("replaces_id", "returned_at", "printed_at", "letter_number"):
            table.drop_column(column)
        table.alter_column("mailed_at", new_column_name="delivered_at")


def _instant(name: str) -> sa.Column[object]:
    return sa.Column(name, cx_app.models.base.UtcDateTime(), nullable=True)
