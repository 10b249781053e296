"""corrections, merges, offices, appointments and what waits for its turn

Revision: 0003
Follows: 0002
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from cx_app.models.base import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def word(name: str, length: int) -> sa.Column:
    """A short text that rows from before have empty."""
    return sa.Column(name, sa.String(length), nullable=False, server_default="")


def no(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def instant(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, UtcDateTime(), nullable=nullable)


def count(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False, server_default="0")


ADDED = {
    "person": [
        sa.Column("mailing_sealed", TEXT(), nullable=True),
        word("household", 64),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        word("source_event", 64),
    ],
    "case": [
        sa.Column("inquiry_on", sa.Date(), nullable=True),
        word("hold_reason", 40),
        instant("hold_since", nullable=True),
        word("source_event", 64),
    ],
    "party": [instant("ended_at", nullable=True)],
    "case_event": [
        instant("corrected_as_of", nullable=True),
        word("correction", 64),
        no("withdrawn"),
    ],
    "representation": [
        sa.Column("capacity", sa.String(20), nullable=False, server_default="attorney"),
        no("notices_to_representative"),
    ],
    "feed_record": [word("digest", 16), word("caused", 20)],
    "feed_batch": [no("history"), count("read_lines"), count("waiting")],
}
MADE = ("appointment", "office_closure", "office", "case_office", "feed_waiting", "feed_call")


def upgrade() -> None:
    for table, columns in ADDED.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.add_column(column)
    with op.batch_alter_table("person") as batch:
        batch.create_foreign_key("fk_person_merged_into", "person", ["merged_into"], ["id"])
        batch.create_index("ix_person_household", ["household"])
        batch.create_index("ix_person_merged_into", ["merged_into"])
    op.create_index("ix_feed_batch_sha256", "feed_batch", ["sha256"])
    op.create_table(
        "case_office",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("case.id"), nullable=False),
        sa.Column("office", sa.String(40), nullable=False),
        instant("at"),
        sa.Column("source_event", sa.String(64), nullable=False),
        sa.UniqueConstraint("case_id", "at"),
    )
    op.create_table(
        "feed_waiting",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("event_id", sa.String(64), nullable=False, unique=True),
        sa.Column("needs", sa.String(160), nullable=False, index=True),
        sa.Column("line_sealed", TEXT(), nullable=True),
        sa.Column("history", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False, index=True),
    )
    op.create_table(
        "feed_call",
        sa.Column("signature", sa.String(64), primary_key=True),
        sa.Column("at", UtcDateTime(), nullable=False, index=True),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("feed_id", sa.String(64), nullable=False, unique=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(40), nullable=False, index=True),
        sa.Column("address", sa.String(600), nullable=False),
        sa.Column("time_zone", sa.String(40), nullable=False),
        instant("updated_at"),
        sa.Column("source_event", sa.String(64), nullable=False),
    )
    op.create_table(
        "office_closure",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("feed_id", sa.String(64), nullable=False, unique=True),
        sa.Column("office_id", sa.Uuid(), sa.ForeignKey("office.id"), nullable=False),
        instant("begins"),
        instant("ends", nullable=True),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        instant("updated_at"),
        sa.Column("source_event", sa.String(64), nullable=False),
    )
    op.create_index("ix_office_closure_office_begins", "office_closure", ["office_id", "begins"])
    op.create_table(
        "appointment",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("feed_id", sa.String(64), nullable=False, unique=True),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("case.id"), nullable=False),
        sa.Column("party_id", sa.Uuid(), sa.ForeignKey("party.id"), nullable=False, index=True),
        sa.Column("office_id", sa.Uuid(), sa.ForeignKey("office.id"), nullable=False, index=True),
        sa.Column("kind", sa.String(20), nullable=False),
        instant("starts_at"),
        sa.Column("state", sa.String(20), nullable=False),
        instant("updated_at"),
        sa.Column("source_event", sa.String(64), nullable=False),
    )
    op.create_index("ix_appointment_case_starts", "appointment", ["case_id", "starts_at"])


def downgrade() -> None:
    for table in MADE:
        op.drop_table(table)
    op.drop_index("ix_feed_batch_sha256", "feed_batch")
    with op.batch_alter_table("person") as batch:
        batch.drop_index("ix_person_household")
        batch.drop_index("ix_person_merged_into")
        batch.drop_constraint("fk_person_merged_into", type_="foreignkey")
    for table, columns in ADDED.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column.name)
