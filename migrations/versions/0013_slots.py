"""opening hours, slots, their seats, and bookings; the ZIP code of an office

Revision: 0013
Follows: 0012
"""

import json
import re

import sqlalchemy as sa
from alembic import op

from cx_app.models.base import UtcDateTime


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

FREE_SQLITE, FREE = "booking_id IS NULL AND offered = 1", "booking_id IS NULL AND offered"
ACTIVE = "state = 'active'"
ZIP = re.compile(r"(\d{5})(-\d{4})?\Z")


def upgrade() -> None:
    with op.batch_alter_table("office") as table:
        table.add_column(sa.Column("zip_code", sa.String(10), nullable=False, server_default=""))
    with op.batch_alter_table("office") as table:
        table.alter_column("zip_code", server_default=None)
    _zip_codes_so_far()
    _hours()
    _slots()
    _bookings()


def _zip_codes_so_far() -> None:
    """From the last line of the address, as the feed gave it."""
    office = sa.table(
        "office",
        sa.column("id", sa.Uuid()),
        sa.column("address", sa.String()),
        sa.column("zip_code", sa.String()),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(office.c.id, office.c.address)).all():
        lines = json.loads(row.address or "[]")
        if found := ZIP.search(lines[-1] if lines else ""):
            connection.execute(
                sa.update(office).where(office.c.id == row.id).values(zip_code=found[0])
            )


def _hours() -> None:
    op.create_table(
        "office_hours",
        _id(),
        sa.Column("office_id", sa.Uuid(), sa.ForeignKey("office.id"), nullable=False),
        sa.Column("service", sa.String(20), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="ck_office_hours_weekday"),
        sa.CheckConstraint("opens < closes", name="ck_office_hours_order"),
        sa.CheckConstraint("minutes > 0 AND capacity > 0", name="ck_office_hours_positive"),
    )
    op.create_index("ix_office_hours_office_id", "office_hours", ["office_id"])
    op.create_table(
        "office_day",
        _id(),
        sa.Column("office_id", sa.Uuid(), sa.ForeignKey("office.id"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=True),
        sa.Column("closes", sa.Time(), nullable=True),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("set_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=True),
        _instant("set_at"),
        sa.UniqueConstraint("office_id", "day"),
        sa.CheckConstraint("(opens IS NULL) = (closes IS NULL)", name="ck_office_day_both"),
        sa.CheckConstraint("opens IS NULL OR opens < closes", name="ck_office_day_order"),
    )


def _slots() -> None:
    op.create_table(
        "slot",
        _id(),
        sa.Column("office_id", sa.Uuid(), sa.ForeignKey("office.id"), nullable=False),
        sa.Column("service", sa.String(20), nullable=False),
        _instant("starts_at"),
        _instant("ends_at"),
        sa.UniqueConstraint("office_id", "service", "starts_at"),
    )
    op.create_index("ix_slot_office_starts", "slot", ["office_id", "starts_at"])
    op.create_table(
        "seat",
        _id(),
        sa.Column("slot_id", sa.Uuid(), sa.ForeignKey("slot.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("hold_id", sa.Uuid(), nullable=True),
        sa.Column("held_for", sa.Uuid(), nullable=True),
        _instant("held_until", nullable=True),
        sa.Column("extended", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.UniqueConstraint("slot_id", "number"),
        sa.CheckConstraint("number > 0", name="ck_seat_number"),
        sa.CheckConstraint(
            "(hold_id IS NULL) = (held_for IS NULL) AND (hold_id IS NULL) = (held_until IS NULL)",
            name="ck_seat_hold_is_whole",
        ),
        sa.CheckConstraint("booking_id IS NULL OR hold_id IS NULL", name="ck_seat_held_or_booked"),
    )
    op.create_index(
        "ix_seat_free",
        "seat",
        ["slot_id", "held_until", "number"],
        sqlite_where=sa.text(FREE_SQLITE),
        postgresql_where=sa.text(FREE),
    )
    for name in ("hold_id", "held_for", "booking_id"):
        there = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            f"uq_seat_{name}",
            "seat",
            [name],
            unique=True,
            sqlite_where=there,
            postgresql_where=there,
        )


def _bookings() -> None:
    op.create_table(
        "booking",
        _id(),
        sa.Column("service", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("case.id"), nullable=True),
        sa.Column("party_id", sa.Uuid(), sa.ForeignKey("party.id"), nullable=True),
        sa.Column("appointment_id", sa.Uuid(), sa.ForeignKey("appointment.id"), nullable=True),
        sa.Column("office_id", sa.Uuid(), sa.ForeignKey("office.id"), nullable=False),
        sa.Column("seat_id", sa.Uuid(), sa.ForeignKey("seat.id"), nullable=True),
        _instant("starts_at"),
        _instant("ends_at"),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("request_key", sa.String(80), nullable=False),
        sa.Column("hold_id", sa.Uuid(), nullable=True),
        sa.Column(
            "replaces_id", sa.Uuid(), sa.ForeignKey("booking.id"), nullable=True, unique=True
        ),
        sa.Column("cause", sa.String(40), nullable=False),
        _instant("booked_at"),
        _instant("ended_at", nullable=True),
        sa.Column("end_cause", sa.String(40), nullable=False),
        sa.UniqueConstraint("subject_id", "request_key"),
        sa.CheckConstraint("(state = 'active') = (ended_at IS NULL)", name="ck_booking_end"),
    )
    op.create_index("ix_booking_case_id", "booking", ["case_id"])
    op.create_index("ix_booking_appointment_id", "booking", ["appointment_id"])
    _active("ix_booking_office_starts", ["office_id", "starts_at"], unique=False)
    _active("uq_booking_active_subject", ["subject_id", "service"])
    _active("uq_booking_active_seat", ["seat_id"])


def _active(name: str, columns: list[str], *, unique: bool = True) -> None:
    where = sa.text(ACTIVE)
    op.create_index(
        name, "booking", columns, unique=unique, sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    for name in ("booking", "seat", "slot", "office_day", "office_hours"):
        op.drop_table(name)
    with op.batch_alter_table("office") as table:
        table.drop_column("zip_code")


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), primary_key=True, nullable=False)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime(), nullable=nullable)
