"""audit is append-only

Revision: 0002
Follows: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = """
CREATE TRIGGER audit_entry_no_{verb} BEFORE {verb} ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION audit_entry_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit entries are append-only'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER audit_entry_no_{verb} BEFORE {verb} ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_entry_append_only()
"""
POSTGRESQL_TRUNCATE = """
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_append_only()
"""
VERBS = ("UPDATE", "DELETE")


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(POSTGRESQL_FUNCTION)
    for verb in VERBS:
        op.execute((POSTGRESQL if postgresql else SQLITE).format(verb=verb))
    if postgresql:
        op.execute(POSTGRESQL_TRUNCATE)


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for verb in VERBS:
        on = " ON audit_entry" if postgresql else ""
        op.execute(f"DROP TRIGGER audit_entry_no_{verb}{on}")
    if postgresql:
        op.execute("DROP TRIGGER audit_entry_no_truncate ON audit_entry")
        op.execute("DROP FUNCTION audit_entry_append_only()")
