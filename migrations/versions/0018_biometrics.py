"""moves of biometrics appointments, their notices, and accounts that follow one

Revision: 0018
Follows: 0013
"""

import sqlalchemy as sa
from alembic import op

from cx_app.models.base import UtcDateTime


revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

OPEN = "state IN ('asked', 'approved', 'awaiting')"


def upgrade() -> None:
    _moves()
    _notices()
    _follows()


def _moves() -> None:
    op.create_table(
        "reschedule",
        _id(),
        _refers("case_id", "case.id"),
        _refers("party_id", "party.id"),
        _refers("from_booking_id", "booking.id"),
        sa.Column(
            "to_booking_id", sa.Uuid(), sa.ForeignKey("booking.id"), nullable=True, unique=True
        ),
        sa.Column("cause", sa.String(20), nullable=False),
        sa.Column("words_sealed", sa.String(), nullable=True),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("timely", sa.Boolean(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        _instant("asked_at"),
        _refers("asked_by", "account.id", nullable=True),
        sa.Column("acting_for", sa.Boolean(), nullable=False),
        _instant("decided_at", nullable=True),
        _refers("decided_by", "account.id", nullable=True),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.CheckConstraint(
            "(state = 'done') = (to_booking_id IS NOT NULL)", name="ck_reschedule_done"
        ),
        sa.CheckConstraint("state = 'done' OR NOT counts", name="ck_reschedule_counts"),
    )
    for name in ("case_id", "party_id", "from_booking_id"):
        op.create_index(f"ix_reschedule_{name}", "reschedule", [name])
    _where("uq_reschedule_open", "reschedule", ["party_id"], OPEN)
    _where("ix_reschedule_state", "reschedule", ["state", "asked_at"], OPEN, unique=False)


def _notices() -> None:
    op.create_table(
        "biometrics_notice",
        _id(),
        sa.Column(
            "booking_id", sa.Uuid(), sa.ForeignKey("booking.id"), nullable=False, unique=True
        ),
        _refers("party_id", "party.id"),
        sa.Column("number", sa.String(16), nullable=False, unique=True),
        sa.Column(
            "replaces_id",
            sa.Uuid(),
            sa.ForeignKey("biometrics_notice.id"),
            nullable=True,
            unique=True,
        ),
        _instant("made_at"),
    )
    op.create_index("ix_biometrics_notice_party_id", "biometrics_notice", ["party_id"])


def _follows() -> None:
    op.create_table(
        "biometrics_follow",
        _id(),
        _refers("account_id", "account.id"),
        _refers("party_id", "party.id"),
        _refers("case_id", "case.id"),
        _instant("matched_at"),
        _instant("ended_at", nullable=True),
    )
    for name in ("account_id", "party_id", "case_id"):
        op.create_index(f"ix_biometrics_follow_{name}", "biometrics_follow", [name])
    _where(
        "uq_biometrics_follow", "biometrics_follow", ["account_id", "party_id"], "ended_at IS NULL"
    )


def downgrade() -> None:
    for name in ("biometrics_follow", "biometrics_notice", "reschedule"):
        op.drop_table(name)


def _where(
    name: str, table: str, columns: list[str], condition: str, *, unique: bool = True
) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), primary_key=True, nullable=False)


def _refers(name: str, to: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey(to), nullable=nullable)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime(), nullable=nullable)
