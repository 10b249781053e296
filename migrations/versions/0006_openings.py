"""openings

Revision: 0006
Follows: 0005
"""

from uuid import UUID

import sqlalchemy as sa
import sqlmodel
from alembic import op

import cx_app.models.base
from cx_app.domain.business_time import eastern_date


revision = '0006'
down_revision = "0005"
branch_labels = None
depends_on = None

BATCH = 1000


def upgrade() -> None:
    opening = op.create_table('case_opening',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('explanation', sa.String(length=20), nullable=False),
    sa.Column('off_hours', sa.Boolean(), nullable=False),
    sa.Column('protected', sa.Boolean(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('name_hash', sa.String(length=80), nullable=False),
    sa.Column('address_hash', sa.String(length=80), nullable=False),
    sa.Column('mistaken_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('entry_id')
    )
    with op.batch_alter_table('case_opening', schema=None) as batch_op:
        batch_op.create_index('ix_case_opening_account_case_at', ['account_id', 'case_id', 'at'], unique=False)
        batch_op.create_index('ix_case_opening_case_at', ['case_id', 'at'], unique=False)
        batch_op.create_index('ix_case_opening_day_account', ['day', 'account_id'], unique=False)

    op.create_table('opening_hold',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('appears_on', sa.Date(), nullable=False),
    sa.Column('until', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('note_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('held_by', sa.Uuid(), nullable=False),
    sa.Column('held_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('ended_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.Column('ended_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], ),
    sa.ForeignKeyConstraint(['ended_by'], ['account.id'], ),
    sa.ForeignKeyConstraint(['held_by'], ['account.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('opening_hold', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opening_hold_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opening_hold_entry_id'), ['entry_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opening_hold_until'), ['until'], unique=False)

    _openings_so_far(opening)


def _openings_so_far(opening: sa.Table) -> None:
    """From the audit trail, without a reason, since none was asked; nothing of them is unusual
    by the hour or by what was waiting, since nobody noted it: they count as explained."""
    entry = sa.table(
        'audit_entry',
        sa.column('id', sa.Uuid()),
        sa.column('account_id', sa.Uuid()),
        sa.column('role', sa.String()),
        sa.column('case_id', sa.Uuid()),
        sa.column('action', sa.String()),
        sa.column('at', cx_app.models.base.UtcDateTime()),
    )
    connection = op.get_bind()
    last = UUID(int=0)
    while True:
        rows = connection.execute(
            sa.select(entry)
            .where(
                entry.c.action == 'case.open_by_staff',
                entry.c.account_id.is_not(None),
                entry.c.case_id.is_not(None),
                entry.c.id > last,
            )
            .order_by(entry.c.id)
            .limit(BATCH)
        ).all()
        if not rows:
            return
        last = rows[-1].id
        op.bulk_insert(
            opening,
            [
                {
                    'id': row.id,
                    'entry_id': row.id,
                    'account_id': row.account_id,
                    'role': row.role,
                    'case_id': row.case_id,
                    'at': row.at,
                    'day': eastern_date(row.at),
                    'reason': '',
                    'explanation': 'unknown',
                    'off_hours': False,
                    'protected': False,
                    'person_id': None,
                    'name_hash': '',
                    'address_hash': '',
                    'mistaken_at': None,
                }
                for row in rows
            ],
        )


def downgrade() -> None:
    op.drop_table('opening_hold')
    op.drop_table('case_opening')
