"""biometrics taken at home; what is sent to the agency again because nobody answered

Revision: 0019
Follows: 0018
"""

import sqlalchemy as sa
from alembic import op

from cx_app.models.base import UtcDateTime


revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('asked', 'arranged')")


def upgrade() -> None:
    op.create_table(
        "home_visit",
        sa.Column("id", sa.Uuid(), primary_key=True, nullable=False),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("case.id"), nullable=False),
        sa.Column("party_id", sa.Uuid(), sa.ForeignKey("party.id"), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("note_sealed", sa.String(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=False),
    )
    op.create_index("ix_home_visit_case_id", "home_visit", ["case_id"])
    op.create_index(
        "uq_home_visit_open",
        "home_visit",
        ["party_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    with op.batch_alter_table("outbound_event") as table:
        table.add_column(sa.Column("chased", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("outbound_event") as table:
        table.alter_column("chased", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("outbound_event") as table:
        table.drop_column("chased")
    op.drop_table("home_visit")
