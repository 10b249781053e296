"""audit seals

Revision: 0004
Follows: 0003
"""

import sqlalchemy as sa
from alembic import op

from cx_app.models.base import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("audit_seal", "audit_batch")
INDEXES = {
    "ix_audit_action_at": "action",
    "ix_audit_outcome_at": "outcome",
    "ix_audit_network_at": "network",
    "ix_audit_session_at": "session_id",
}

SQLITE = (
    """
CREATE TRIGGER audit_entry_is_pending AFTER INSERT ON audit_entry
BEGIN INSERT INTO audit_pending (entry_id) VALUES (NEW.id); END
""",
    """
CREATE TRIGGER audit_pending_until_sealed BEFORE DELETE ON audit_pending
WHEN NOT EXISTS (SELECT 1 FROM audit_seal WHERE entry_id = OLD.entry_id)
BEGIN SELECT RAISE(ABORT, 'audit entries wait until they are sealed'); END
""",
    """
CREATE TRIGGER audit_pending_no_update BEFORE UPDATE ON audit_pending
BEGIN SELECT RAISE(ABORT, 'audit entries wait until they are sealed'); END
""",
)
SQLITE_APPEND_ONLY = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'audit seals are append-only'); END
"""
# One statement for all rows of an INSERT: a bulk load is not slowed row by row.
POSTGRESQL = (
    """
CREATE FUNCTION audit_entry_is_pending() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO audit_pending (entry_id) SELECT id FROM fresh; RETURN NULL; END $$
""",
    """
CREATE TRIGGER audit_entry_is_pending AFTER INSERT ON audit_entry REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_pending()
""",
    """
CREATE FUNCTION audit_pending_until_sealed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM audit_seal WHERE entry_id = OLD.entry_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'audit entries wait until they are sealed';
END $$
""",
    """
CREATE TRIGGER audit_pending_until_sealed BEFORE DELETE OR UPDATE ON audit_pending
FOR EACH ROW EXECUTE FUNCTION audit_pending_until_sealed()
""",
    """
CREATE FUNCTION audit_seals_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit seals are append-only'; END $$
""",
    """
CREATE TRIGGER audit_pending_no_truncate BEFORE TRUNCATE ON audit_pending
FOR EACH STATEMENT EXECUTE FUNCTION audit_seals_append_only()
""",
)
POSTGRESQL_APPEND_ONLY = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION audit_seals_append_only()
"""
POSTGRESQL_NO_TRUNCATE = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_seals_append_only()
"""


def upgrade() -> None:
    op.create_table(
        "audit_pending",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id"),
    )
    op.create_table(
        "audit_seal",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("entry_id"),
    )
    op.create_table(
        "audit_batch",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("sealed_at", UtcDateTime(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("chain", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("first_seq"),
        sa.UniqueConstraint("last_seq"),
    )
    op.create_index("ix_audit_batch_sealed_at", "audit_batch", ["sealed_at"])
    op.drop_index("ix_audit_entry_action", "audit_entry")
    for name, column in INDEXES.items():
        op.create_index(name, "audit_entry", [column, "at"])
    _add_triggers()
    op.execute("INSERT INTO audit_pending (entry_id) SELECT id FROM audit_entry")


def _add_triggers() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in POSTGRESQL if postgresql else SQLITE:
        op.execute(statement)
    for table in TABLES:
        if postgresql:
            op.execute(POSTGRESQL_APPEND_ONLY.format(table=table))
            op.execute(POSTGRESQL_NO_TRUNCATE.format(table=table))
        else:
            for verb in ("UPDATE", "DELETE"):
                op.execute(SQLITE_APPEND_ONLY.format(table=table, verb=verb))


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute("DROP TRIGGER audit_entry_is_pending" + (" ON audit_entry" if postgresql else ""))
    for name in INDEXES:
        op.drop_index(name, "audit_entry")
    op.create_index("ix_audit_entry_action", "audit_entry", ["action"])
    for table in ("audit_batch", "audit_seal", "audit_pending"):
        op.drop_table(table)
    if postgresql:
        for name in ("entry_is_pending", "pending_until_sealed", "seals_append_only"):
            op.execute(f"DROP FUNCTION audit_{name}()")
