"""requests for a call about cases that became protected since are protected

Revision: 0042
Follows: 0041
"""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE callback SET protected = true WHERE NOT protected AND case_id IN "
        '(SELECT id FROM "case" WHERE protected)'
    )


def downgrade() -> None:
    """What is masked stays masked."""
