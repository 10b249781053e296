"""what goes back to the agency

Revision: 0007
Follows: 0006
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import cx_app.models.base


revision = '0007'
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('feed_out_cursor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('last_position', sa.BigInteger(), nullable=False),
    sa.Column('last_fetched_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    op.execute('INSERT INTO feed_out_cursor (id, last_position) VALUES (1, 0)')
    op.create_table('feed_statement',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('received_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('source', sa.String(length=255), nullable=False),
    sa.Column('entries', sa.Integer(), nullable=False),
    sa.Column('acknowledged', sa.Integer(), nullable=False),
    sa.Column('differences', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day')
    )
    op.create_table('outbound_event',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('dedupe_key', sa.String(length=120), nullable=False),
    sa.Column('payload_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('case_id', sa.Uuid(), nullable=True),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=True),
    sa.Column('first_fetched_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.Column('sent_again', sa.Integer(), nullable=False),
    sa.Column('acknowledged_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.Column('agency_id', sa.String(length=64), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.Column('asked_again', sa.Boolean(), nullable=False),
    sa.Column('by_hand', sa.Boolean(), nullable=False),
    sa.Column('conflict', sa.Boolean(), nullable=False),
    sa.Column('other_agency_id', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('dedupe_key'),
    sa.UniqueConstraint('position')
    )
    with op.batch_alter_table('outbound_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbound_event_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbound_event_conflict'), ['conflict'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbound_event_created_at'), ['created_at'], unique=False)
        batch_op.create_index('ix_outbound_event_outcome', ['outcome', 'created_at'], unique=False)

    op.create_table('feed_finding',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('finding', sa.String(length=20), nullable=False),
    sa.Column('event_id', sa.String(length=64), nullable=False),
    sa.Column('outbound_event_id', sa.Uuid(), nullable=True),
    sa.Column('our_agency_id', sa.String(length=64), nullable=False),
    sa.Column('agency_id', sa.String(length=64), nullable=False),
    sa.Column('found_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('resolved_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.Column('resolution', sa.String(length=20), nullable=False),
    sa.Column('note_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.ForeignKeyConstraint(['outbound_event_id'], ['outbound_event.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('day', 'finding', 'event_id')
    )
    with op.batch_alter_table('feed_finding', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_feed_finding_resolved_at'), ['resolved_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('feed_finding', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_feed_finding_resolved_at'))

    op.drop_table('feed_finding')
    with op.batch_alter_table('outbound_event', schema=None) as batch_op:
        batch_op.drop_index('ix_outbound_event_outcome')
        batch_op.drop_index(batch_op.f('ix_outbound_event_created_at'))
        batch_op.drop_index(batch_op.f('ix_outbound_event_conflict'))
        batch_op.drop_index(batch_op.f('ix_outbound_event_case_id'))

    op.drop_table('outbound_event')
    op.drop_table('feed_statement')
    op.drop_table('feed_out_cursor')
