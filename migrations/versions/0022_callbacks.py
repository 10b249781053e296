"""callbacks, and all that belongs to one

Revision: 0022
Follows: 0021
"""

import sqlalchemy as sa
from alembic import op

from cx_app.models.base import UtcDateTime


revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


KEPT = ("given", "source", "account_id", "wording", "language", "at", "recorded_at")
"""Of a consent. A rotation of keys still changes the sealed number and its hash."""
NEVER = {
    "callback_step": ("UPDATE", "DELETE"),
    "callback_consent": (f"UPDATE OF {', '.join(KEPT)}", "DELETE"),
}
SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, 'what happened to a callback is append-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION callback_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'what happened to a callback is append-only'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {event} ON {table}
FOR EACH ROW EXECUTE FUNCTION callback_append_only()
"""


def upgrade() -> None:
    op.create_table(
        "callback_closure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("day"),
    )
    op.create_index("ix_callback_closure_set_by", "callback_closure", ["set_by"])
    op.create_table(
        "callback_hours",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("officers", sa.Integer(), nullable=False),
        sa.Column("ahead_minutes", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_callback_hours_day", "callback_hours", ["from_day", "set_at"])
    op.create_index("ix_callback_hours_set_by", "callback_hours", ["set_by"])
    op.create_table(
        "callback",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("submit_key", sa.String(length=80), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("asked_as", sa.String(length=20), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=250), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("spoken", sa.String(length=40), nullable=False),
        sa.Column("relay", sa.Boolean(), nullable=False),
        sa.Column("note_sealed", sa.String(), nullable=True),
        sa.Column("phone_sealed", sa.String(), nullable=True),
        sa.Column("phone_hash", sa.String(length=80), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("proven", sa.Boolean(), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("hours", sa.String(length=200), nullable=False),
        sa.Column("phrase_sealed", sa.String(), nullable=True),
        sa.Column("placed_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("texting", sa.Boolean(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("answered_no", sa.Boolean(), nullable=False),
        sa.Column("plain", sa.Boolean(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("call_by", UtcDateTime(), nullable=True),
        sa.Column("not_before", UtcDateTime(), nullable=True),
        sa.Column("postponed", sa.Boolean(), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.Column("told_late", sa.Boolean(), nullable=False),
        sa.Column("next", sa.String(length=10), nullable=False),
        sa.Column("ready_at", UtcDateTime(), nullable=True),
        sa.Column("ready_until", UtcDateTime(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("first_call_at", UtcDateTime(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(claimed_by IS NULL) = (claimed_until IS NULL)", name="ck_callback_claim"
        ),
        sa.CheckConstraint("asks >= 0", name="ck_callback_asks"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["claimed_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["contact_id"], ["contact_point.id"]),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reference"),
        sa.UniqueConstraint("submit_key"),
    )
    op.create_index("ix_callback_account", "callback", ["account_id", "placed_at"])
    op.create_index("ix_callback_case_id", "callback", ["case_id"])
    op.create_index("ix_callback_claimed_by", "callback", ["claimed_by"])
    op.create_index("ix_callback_contact_id", "callback", ["contact_id"])
    op.create_index("ix_callback_due", "callback", ["due_at"])
    op.create_index("ix_callback_lease", "callback", ["claimed_until"])
    op.create_index(
        "ix_callback_line", "callback", ["state", "next", "urgency", "placed_at", "id", "ready_at"]
    )
    op.create_index("ix_callback_opened_by", "callback", ["opened_by"])
    op.create_index("ix_callback_phone_hash", "callback", ["phone_hash"])
    op.create_index("ix_callback_topic", "callback", ["topic", "first_call_at"])
    op.create_index("ix_callback_window", "callback", ["state", "ready_until"])
    op.create_index(
        "uq_callback_open_account_phone",
        "callback",
        ["account_id", "phone_hash"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_callback_open_phone",
        "callback",
        ["phone_hash"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND proven"),
        postgresql_where=sa.text("ended_at IS NULL AND proven"),
    )
    op.create_table(
        "callback_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("callback_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("promised", sa.Boolean(), nullable=False),
        sa.Column("asked_first", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("summary_sealed", sa.String(), nullable=True),
        sa.Column("summary_at", UtcDateTime(), nullable=True),
        sa.Column("disputed_at", UtcDateTime(), nullable=True),
        sa.Column("dispute_sealed", sa.String(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settlement", sa.String(length=20), nullable=False),
        sa.Column("answer_sealed", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["callback_id"], ["callback.id"]),
        sa.ForeignKeyConstraint(["officer_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["settled_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_callback_call_callback", "callback_call", ["callback_id", "began_at"])
    op.create_index(
        "ix_callback_call_disputed",
        "callback_call",
        ["disputed_at"],
        sqlite_where=sa.text("disputed_at IS NOT NULL AND settled_at IS NULL"),
        postgresql_where=sa.text("disputed_at IS NOT NULL AND settled_at IS NULL"),
    )
    op.create_index("ix_callback_call_ended", "callback_call", ["ended_at", "outcome"])
    op.create_index("ix_callback_call_officer", "callback_call", ["officer_id", "ended_at"])
    op.create_index("ix_callback_call_settled_by", "callback_call", ["settled_by"])
    op.create_table(
        "callback_consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("callback_id", sa.Uuid(), nullable=False),
        sa.Column("phone_sealed", sa.String(), nullable=True),
        sa.Column("phone_hash", sa.String(length=80), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("wording", sa.String(length=1000), nullable=False),
        sa.Column("wording_version", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["callback_id"], ["callback.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_callback_consent_account_id", "callback_consent", ["account_id"])
    op.create_index(
        "ix_callback_consent_callback", "callback_consent", ["callback_id", "recorded_at"]
    )
    op.create_index("ix_callback_consent_phone_hash", "callback_consent", ["phone_hash"])
    op.create_table(
        "callback_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("callback_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=False),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("told", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["callback_id"], ["callback.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("callback_id", "number"),
    )
    op.create_index("ix_callback_step_account_id", "callback_step", ["account_id"])
    op.create_table(
        "callback_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("callback_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("by_text", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["callback_id"], ["callback.id"]),
        sa.ForeignKeyConstraint(["message_id"], ["outbox_message.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("callback_id", "number"),
    )
    op.create_index("ix_callback_text_message_id", "callback_text", ["message_id"])
    op.create_index(
        "ix_callback_text_sent", "callback_text", ["sent_at", "topic", "language", "answer"]
    )
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(POSTGRESQL_FUNCTION)
    for table, events in NEVER.items():
        for event in events:
            made = POSTGRESQL if postgresql else SQLITE
            op.execute(made.format(table=table, event=event, verb=event.split()[0]))


def downgrade() -> None:
    op.drop_table("callback_text")
    op.drop_table("callback_step")
    op.drop_table("callback_consent")
    op.drop_table("callback_call")
    op.drop_table("callback")
    op.drop_table("callback_hours")
    op.drop_table("callback_closure")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION callback_append_only()")
