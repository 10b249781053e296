"""requests of cases that became protected since are protected

Revision: 0034
Follows: 0028
"""

from alembic import op

revision = "0034"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE appointment_request SET protected = true WHERE NOT protected AND case_id IN "
        '(SELECT id FROM "case" WHERE protected)'
    )


def downgrade() -> None:
    """What is masked stays masked."""
