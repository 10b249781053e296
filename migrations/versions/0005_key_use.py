"""which keys are in use, and how far a rotation has come

Revision: 0005
Follows: 0004
"""

import sqlalchemy as sa
from alembic import op

import cx_app.models.base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = cx_app.models.base.UtcDateTime
    op.create_table(
        "key_use",
        sa.Column("ring", sa.String(length=12), nullable=False),
        sa.Column("key_id", sa.String(length=15), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("noted_at", instant(), nullable=False),
        sa.Column("newest_since", instant(), nullable=True),
        sa.Column("looked_at", instant(), nullable=True),
        sa.Column("ended_at", instant(), nullable=True),
        sa.PrimaryKeyConstraint("ring", "key_id"),
    )
    op.create_table(
        "key_pass",
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("under", sa.String(length=64), nullable=False),
        sa.Column("after", sa.String(length=36), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("busy", sa.Integer(), nullable=False),
        sa.Column("broken", sa.Integer(), nullable=False),
        sa.Column("finished_at", instant(), nullable=True),
        sa.PrimaryKeyConstraint("table_name"),
    )


def downgrade() -> None:
    op.drop_table("key_pass")
    op.drop_table("key_use")
