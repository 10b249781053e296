"""first tables

Revision: 0001
Follows:
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import cx_app.models.base


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('account',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('issuer', sa.String(length=200), nullable=False),
    sa.Column('subject', sa.String(length=255), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('email_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('email_verified', sa.Boolean(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('created_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('last_signed_in_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('issuer', 'subject')
    )
    op.create_table('attempt',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope', sa.String(length=10), nullable=False),
    sa.Column('subject_hash', sa.String(length=80), nullable=False),
    sa.Column('at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.create_index('ix_attempt_scope_subject_at', ['scope', 'subject_hash', 'at'], unique=False)

    op.create_table('audit_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('recorded_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('action', sa.String(length=60), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=True),
    sa.Column('network', sa.String(length=64), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=True),
    sa.Column('subject_type', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=True),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index('ix_audit_account_at', ['account_id', 'at'], unique=False)
        batch_op.create_index('ix_audit_case_at', ['case_id', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_action'), ['action'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_at'), ['at'], unique=False)

    op.create_table('case',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('receipt_number', sa.String(length=13), nullable=False),
    sa.Column('form', sa.String(length=12), nullable=False),
    sa.Column('category', sa.String(length=40), nullable=False),
    sa.Column('office', sa.String(length=40), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('protected', sa.Boolean(), nullable=False),
    sa.Column('closed', sa.Boolean(), nullable=False),
    sa.Column('status_code', sa.String(length=12), nullable=False),
    sa.Column('status_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.Column('updated_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('receipt_number')
    )
    with op.batch_alter_table('case', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_form'), ['form'], unique=False)

    op.create_table('change',
    sa.Column('topic', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('topic')
    )
    op.create_table('clock_offset',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('demo_delivery',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('to_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('subject_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('body_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('document_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('demo_delivery', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_demo_delivery_at'), ['at'], unique=False)

    op.create_table('feed_batch',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('source', sa.String(length=255), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('started_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('finished_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.Column('applied', sa.Integer(), nullable=False),
    sa.Column('repeated', sa.Integer(), nullable=False),
    sa.Column('rejected', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('feed_record',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('applied_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('lock',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope', sa.String(length=10), nullable=False),
    sa.Column('subject_hash', sa.String(length=80), nullable=False),
    sa.Column('until', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('lock', schema=None) as batch_op:
        batch_op.create_index('ix_lock_scope_subject', ['scope', 'subject_hash'], unique=True)

    op.create_table('person',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('feed_id', sa.String(length=64), nullable=False),
    sa.Column('given_name', sa.String(length=120), nullable=False),
    sa.Column('family_name', sa.String(length=120), nullable=False),
    sa.Column('search_name', sa.String(length=250), nullable=False),
    sa.Column('birth_date_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('birth_date_hash', sa.String(length=80), nullable=True),
    sa.Column('a_number_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('a_number_hash', sa.String(length=80), nullable=True),
    sa.Column('residence_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('email_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('residence_changed_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.Column('updated_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('feed_id')
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_a_number_hash'), ['a_number_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_birth_date_hash'), ['birth_date_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_search_name'), ['search_name'], unique=False)

    op.create_table('policy_setting',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.Column('effective_from', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('set_by', sa.String(length=200), nullable=False),
    sa.Column('rule', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('name', 'effective_from')
    )
    op.create_table('sign_in_attempt',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('state_hash', sa.String(length=64), nullable=False),
    sa.Column('browser_hash', sa.String(length=64), nullable=False),
    sa.Column('nonce', sa.String(length=64), nullable=False),
    sa.Column('verifier_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('client', sa.String(length=20), nullable=False),
    sa.Column('next_path', sa.String(length=500), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('created_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('state_hash')
    )
    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_attempt_created_at'), ['created_at'], unique=False)

    op.create_table('case_event',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('feed_id', sa.String(length=64), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('recorded_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('feed_id')
    )
    with op.batch_alter_table('case_event', schema=None) as batch_op:
        batch_op.create_index('ix_case_event_case_at', ['case_id', 'at'], unique=False)

    op.create_table('case_follow',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('followed_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('ended_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('account_id', 'case_id')
    )
    with op.batch_alter_table('case_follow', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_follow_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_follow_case_id'), ['case_id'], unique=False)

    op.create_table('draft',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('form', sa.String(length=60), nullable=False),
    sa.Column('values_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('updated_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('account_id', 'form')
    )
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draft_updated_at'), ['updated_at'], unique=False)

    op.create_table('inbox_message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('body_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('read_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('inbox_message', schema=None) as batch_op:
        batch_op.create_index('ix_inbox_account_at', ['account_id', 'at'], unique=False)

    op.create_table('party',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('case_id', 'person_id', 'role')
    )
    with op.batch_alter_table('party', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_party_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_party_person_id'), ['person_id'], unique=False)

    op.create_table('portal_session',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('client', sa.String(length=20), nullable=False),
    sa.Column('network', sa.String(length=64), nullable=False),
    sa.Column('created_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('last_active_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('expires_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('ended_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.Column('end_reason', sa.String(length=40), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('token_hash')
    )
    with op.batch_alter_table('portal_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_portal_session_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_portal_session_expires_at'), ['expires_at'], unique=False)

    op.create_table('role_grant',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('granted_by', sa.String(length=200), nullable=False),
    sa.Column('granted_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('ended_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_role_grant_account_id'), ['account_id'], unique=False)

    op.create_table('case_link',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('party_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('linked_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('ended_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], ),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('account_id', 'party_id')
    )
    with op.batch_alter_table('case_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_link_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_link_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_link_party_id'), ['party_id'], unique=False)

    op.create_table('representation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('feed_id', sa.String(length=64), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('client_party_id', sa.Uuid(), nullable=False),
    sa.Column('representative_name', sa.String(length=200), nullable=False),
    sa.Column('address_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('since', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('ended_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], ),
    sa.ForeignKeyConstraint(['client_party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('feed_id')
    )
    with op.batch_alter_table('representation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_representation_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_representation_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_representation_client_party_id'), ['client_party_id'], unique=False)

    op.create_table('access_code',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('party_id', sa.Uuid(), nullable=True),
    sa.Column('representation_id', sa.Uuid(), nullable=True),
    sa.Column('code_hash', sa.String(length=80), nullable=False),
    sa.Column('code_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('valid_until', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('issued_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('delivered_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.Column('redeemed_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.Column('redeemed_by', sa.Uuid(), nullable=True),
    sa.Column('voided_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.Column('void_reason', sa.String(length=40), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], ),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.ForeignKeyConstraint(['redeemed_by'], ['account.id'], ),
    sa.ForeignKeyConstraint(['representation_id'], ['representation.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('access_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_access_code_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_access_code_code_hash'), ['code_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_access_code_party_id'), ['party_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_access_code_representation_id'), ['representation_id'], unique=False)

    op.create_table('code_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('party_id', sa.Uuid(), nullable=True),
    sa.Column('receipt_hash', sa.String(length=80), nullable=False),
    sa.Column('typed_sealed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('requested_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('code_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['code_id'], ['access_code.id'], ),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('code_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_code_request_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_code_request_party_id'), ['party_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_code_request_receipt_hash'), ['receipt_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_code_request_state'), ['state'], unique=False)

    op.create_table('outbox_message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dedupe_key', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('case_id', sa.Uuid(), nullable=True),
    sa.Column('code_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('due_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('lease_until', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('last_error', sa.String(length=200), nullable=False),
    sa.Column('provider_id', sa.String(length=120), nullable=False),
    sa.Column('created_at', cx_app.models.base.UtcDateTime(), nullable=False),
    sa.Column('sent_at', cx_app.models.base.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], ),
    sa.ForeignKeyConstraint(['code_id'], ['access_code.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('dedupe_key')
    )
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbox_message_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_message_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_outbox_state_due', ['state', 'due_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_state_due')
        batch_op.drop_index(batch_op.f('ix_outbox_message_person_id'))
        batch_op.drop_index(batch_op.f('ix_outbox_message_account_id'))

    op.drop_table('outbox_message')
    with op.batch_alter_table('code_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_code_request_state'))
        batch_op.drop_index(batch_op.f('ix_code_request_receipt_hash'))
        batch_op.drop_index(batch_op.f('ix_code_request_party_id'))
        batch_op.drop_index(batch_op.f('ix_code_request_account_id'))

    op.drop_table('code_request')
    with op.batch_alter_table('access_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_access_code_representation_id'))
        batch_op.drop_index(batch_op.f('ix_access_code_party_id'))
        batch_op.drop_index(batch_op.f('ix_access_code_code_hash'))
        batch_op.drop_index(batch_op.f('ix_access_code_case_id'))

    op.drop_table('access_code')
    with op.batch_alter_table('representation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_representation_client_party_id'))
        batch_op.drop_index(batch_op.f('ix_representation_case_id'))
        batch_op.drop_index(batch_op.f('ix_representation_account_id'))

    op.drop_table('representation')
    with op.batch_alter_table('case_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_link_party_id'))
        batch_op.drop_index(batch_op.f('ix_case_link_case_id'))
        batch_op.drop_index(batch_op.f('ix_case_link_account_id'))

    op.drop_table('case_link')
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_role_grant_account_id'))

    op.drop_table('role_grant')
    with op.batch_alter_table('portal_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_portal_session_expires_at'))
        batch_op.drop_index(batch_op.f('ix_portal_session_account_id'))

    op.drop_table('portal_session')
    with op.batch_alter_table('party', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_party_person_id'))
        batch_op.drop_index(batch_op.f('ix_party_case_id'))

    op.drop_table('party')
    with op.batch_alter_table('inbox_message', schema=None) as batch_op:
        batch_op.drop_index('ix_inbox_account_at')

    op.drop_table('inbox_message')
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_draft_updated_at'))

    op.drop_table('draft')
    with op.batch_alter_table('case_follow', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_follow_case_id'))
        batch_op.drop_index(batch_op.f('ix_case_follow_account_id'))

    op.drop_table('case_follow')
    with op.batch_alter_table('case_event', schema=None) as batch_op:
        batch_op.drop_index('ix_case_event_case_at')

    op.drop_table('case_event')
    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_attempt_created_at'))

    op.drop_table('sign_in_attempt')
    op.drop_table('policy_setting')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_search_name'))
        batch_op.drop_index(batch_op.f('ix_person_birth_date_hash'))
        batch_op.drop_index(batch_op.f('ix_person_a_number_hash'))

    op.drop_table('person')
    with op.batch_alter_table('lock', schema=None) as batch_op:
        batch_op.drop_index('ix_lock_scope_subject')

    op.drop_table('lock')
    op.drop_table('feed_record')
    op.drop_table('feed_batch')
    with op.batch_alter_table('demo_delivery', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_demo_delivery_at'))

    op.drop_table('demo_delivery')
    op.drop_table('clock_offset')
    op.drop_table('change')
    with op.batch_alter_table('case', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_form'))

    op.drop_table('case')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_entry_at'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_action'))
        batch_op.drop_index('ix_audit_case_at')
        batch_op.drop_index('ix_audit_account_at')

    op.drop_table('audit_entry')
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_index('ix_attempt_scope_subject_at')

    op.drop_table('attempt')
    op.drop_table('account')
