"""requests that paralegals prepare and representatives submit

Revision: 0040
Follows: 0037
"""

import sqlalchemy as sa
from alembic import op

from cx_app.models.base import UtcDateTime


revision = "0040"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "prepared_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("representative_id", sa.Uuid(), nullable=True),
        sa.Column("form_key", sa.String(60), nullable=False),
        sa.Column("values_sealed", sa.String(), nullable=True),
        sa.Column("note_sealed", sa.String(), nullable=True),
        sa.Column("refused", sa.String(40), nullable=False),
        sa.Column("prepared_by", sa.Uuid(), nullable=False),
        sa.Column("prepared_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"]),
        sa.ForeignKeyConstraint(["representative_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["prepared_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["submitted_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("prepared_by", "form_key", name="uq_prepared_request_form"),
    )
    op.create_index(
        "ix_prepared_request_team", "prepared_request", ["team_id", "state", "changed_at"]
    )
    op.create_index("ix_prepared_request_state", "prepared_request", ["state", "changed_at"])
    op.create_index("ix_prepared_request_subject_id", "prepared_request", ["subject_id"])


def downgrade() -> None:
    op.drop_table("prepared_request")
