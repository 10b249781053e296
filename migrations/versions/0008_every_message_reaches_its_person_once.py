"""every message reaches its person once

Revision: 0008
Follows: 0007
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import cx_app.models.base


revision = '0008'
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('channel_switch',
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('paused_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.Column('paused_by', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('held_until', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.Column('gap_ms', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('channel')
    )
    op.create_table('inbound_text',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('provider_id', sa.String(length=120), nullable=False),
    sa.Column('phone_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('phone_hash', sa.String(length=80), nullable=False),
    sa.Column('body_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('meaning', sa.String(length=10), nullable=False),
    sa.Column('answered', sa.Boolean(), nullable=False),
    sa.Column('at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('provider_id')
    )
    with op.batch_alter_table('inbound_text', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inbound_text_phone_hash'), ['phone_hash'], unique=False)

    op.create_table('message_template',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.Column('created_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('activated_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.Column('activated_by', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('kind', 'version')
    )
    op.create_table('text_stop',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('phone_hash', sa.String(length=80), nullable=False),
    sa.Column('stopped_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('confirmed_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.Column('ended_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('phone_hash')
    )
    op.create_table('contact_point',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('value_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('value_hash', sa.String(length=80), nullable=False),
    sa.Column('line', sa.String(length=20), nullable=False),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('safe', sa.Boolean(), nullable=False),
    sa.Column('created_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('verified_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.Column('lost_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.Column('lost_reason', sa.String(length=40), nullable=False),
    sa.Column('ended_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('contact_point', schema=None) as batch_op:
        batch_op.create_index('ix_contact_account', ['account_id', 'channel'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_point_value_hash'), ['value_hash'], unique=False)

    op.create_table('message_wish',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('topic', sa.String(length=20), nullable=False),
    sa.Column('email', sa.Boolean(), nullable=False),
    sa.Column('sms', sa.Boolean(), nullable=False),
    sa.Column('paper', sa.Boolean(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('updated_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('account_id', 'topic')
    )
    op.create_table('contact_code',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('contact_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('value_hash', sa.String(length=80), nullable=False),
    sa.Column('code_hash', sa.String(length=80), nullable=False),
    sa.Column('issued_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('expires_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('used_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['contact_id'], ['contact_point.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('contact_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_code_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_code_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_code_value_hash'), ['value_hash'], unique=False)

    op.create_table('inbox_attachment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('message_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('media_type', sa.String(length=80), nullable=False),
    sa.Column('content_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.ForeignKeyConstraint(['message_id'], ['inbox_message.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('inbox_attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inbox_attachment_message_id'), ['message_id'], unique=False)

    op.create_table('text_consent',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('contact_id', sa.Uuid(), nullable=False),
    sa.Column('given', sa.Boolean(), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('wording', sa.String(length=1000), nullable=False),
    sa.Column('wording_version', sa.String(length=20), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('network', sa.String(length=64), nullable=False),
    sa.Column('at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('recorded_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['contact_id'], ['contact_point.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('text_consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_text_consent_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_text_consent_contact_id'), ['contact_id'], unique=False)

    op.create_table('delivery_receipt',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('message_id', sa.Uuid(), nullable=False),
    sa.Column('event_key', sa.String(length=160), nullable=False),
    sa.Column('delivery', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.Column('reported_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('received_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('counted', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['outbox_message.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('event_key')
    )
    with op.batch_alter_table('delivery_receipt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delivery_receipt_message_id'), ['message_id'], unique=False)

    with op.batch_alter_table('demo_delivery', schema=None) as batch_op:
        batch_op.add_column(sa.Column('message_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('outcome', sa.String(length=20), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('report_at', cx_app.models.base.UtcDateTime(), nullable=True))
        batch_op.create_index(batch_op.f('ix_demo_delivery_message_id'), ['message_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_demo_delivery_report_at'), ['report_at'], unique=False)

    with op.batch_alter_table('inbox_message', schema=None) as batch_op:
        batch_op.add_column(sa.Column('why', sa.String(length=20), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('dedupe_key', sa.String(length=200), nullable=True))
        batch_op.create_unique_constraint('uq_inbox_account_dedupe', ['account_id', 'dedupe_key'])

    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.add_column(sa.Column('why', sa.String(length=20), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('contact_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('inbox_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('facts_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column('at_most_once', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('not_before', cx_app.models.base.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('not_after', cx_app.models.base.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('ready_at', cx_app.models.base.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('first_tried_at', cx_app.models.base.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('failures', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('took_ms', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('to_hash', sa.String(length=80), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('delivery', sa.String(length=20), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('delivered_at', cx_app.models.base.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('failed_at', cx_app.models.base.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('failure', sa.String(length=40), nullable=False, server_default=''))
        batch_op.alter_column('dedupe_key',
               existing_type=sa.VARCHAR(length=120),
               type_=sa.String(length=200),
               existing_nullable=False)
        batch_op.create_index(batch_op.f('ix_outbox_message_inbox_id'), ['inbox_id'], unique=False)
        batch_op.create_index('ix_outbox_sent_at', ['sent_at'], unique=False)
        batch_op.drop_index('ix_outbox_state_due')
        batch_op.create_index('ix_outbox_state_due', ['state', 'due_at', 'id'], unique=False)
        batch_op.create_foreign_key('fk_outbox_inbox', 'inbox_message', ['inbox_id'], ['id'])
        batch_op.create_foreign_key('fk_outbox_contact', 'contact_point', ['contact_id'], ['id'])



def downgrade() -> None:
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.drop_constraint('fk_outbox_inbox', type_='foreignkey')
        batch_op.drop_constraint('fk_outbox_contact', type_='foreignkey')
        batch_op.drop_index('ix_outbox_sent_at')
        batch_op.drop_index('ix_outbox_state_due')
        batch_op.create_index('ix_outbox_state_due', ['state', 'due_at'], unique=False)
        batch_op.drop_index(batch_op.f('ix_outbox_message_inbox_id'))
        batch_op.drop_column('failure')
        batch_op.drop_column('failed_at')
        batch_op.drop_column('delivered_at')
        batch_op.drop_column('delivery')
        batch_op.drop_column('to_hash')
        batch_op.drop_column('took_ms')
        batch_op.drop_column('failures')
        batch_op.drop_column('first_tried_at')
        batch_op.drop_column('ready_at')
        batch_op.drop_column('not_after')
        batch_op.drop_column('not_before')
        batch_op.drop_column('at_most_once')
        batch_op.drop_column('facts_sealed')
        batch_op.drop_column('inbox_id')
        batch_op.drop_column('contact_id')
        batch_op.drop_column('why')

    with op.batch_alter_table('inbox_message', schema=None) as batch_op:
        batch_op.drop_constraint('uq_inbox_account_dedupe', type_='unique')
        batch_op.drop_column('dedupe_key')
        batch_op.drop_column('why')

    with op.batch_alter_table('demo_delivery', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_demo_delivery_report_at'))
        batch_op.drop_index(batch_op.f('ix_demo_delivery_message_id'))
        batch_op.drop_column('report_at')
        batch_op.drop_column('outcome')
        batch_op.drop_column('message_id')

    with op.batch_alter_table('delivery_receipt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delivery_receipt_message_id'))

    op.drop_table('delivery_receipt')
    with op.batch_alter_table('text_consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_text_consent_contact_id'))
        batch_op.drop_index(batch_op.f('ix_text_consent_account_id'))

    op.drop_table('text_consent')
    with op.batch_alter_table('inbox_attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inbox_attachment_message_id'))

    op.drop_table('inbox_attachment')
    with op.batch_alter_table('contact_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_code_value_hash'))
        batch_op.drop_index(batch_op.f('ix_contact_code_contact_id'))
        batch_op.drop_index(batch_op.f('ix_contact_code_account_id'))

    op.drop_table('contact_code')
    op.drop_table('message_wish')
    with op.batch_alter_table('contact_point', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_point_value_hash'))
        batch_op.drop_index('ix_contact_account')

    op.drop_table('contact_point')
    op.drop_table('text_stop')
    op.drop_table('message_template')
    with op.batch_alter_table('inbound_text', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inbound_text_phone_hash'))

    op.drop_table('inbound_text')
    op.drop_table('channel_switch')
