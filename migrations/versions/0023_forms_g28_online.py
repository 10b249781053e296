"""representative accounts, teams, and Forms G-28 that are signed online

Revision: 0023
Follows: 0022
"""

import sqlalchemy as sa
from alembic import op

from cx_app.models.base import UtcDateTime


revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

STANDS = sa.text("state IN ('pending', 'accepted')")
NOT_ENDED = sa.text("ended_at IS NULL")
LIVE = sa.text("state IN ('draft', 'review', 'awaiting', 'signed')")
TO_MATCH = sa.text("state = 'awaiting' AND looked_at IS NULL")
AWAITING = sa.text("state = 'awaiting'")


def upgrade() -> None:
    op.create_index("ix_case_event_case_recorded", "case_event", ["case_id", "recorded_at"])
    op.create_table(
        "board_visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id"),
    )
    op.create_table(
        "representative_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("licence_sealed", sa.String(), nullable=True),
        sa.Column("accredited_until", sa.Date(), nullable=True),
        sa.Column("address_sealed", sa.String(), nullable=True),
        sa.Column("sworn_at", UtcDateTime(), nullable=False),
        sa.Column("applied_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("representative_account") as table:
        table.create_index("ix_representative_account_account_id", ["account_id"])
        table.create_index("ix_representative_account_state", ["state", "applied_at"])
        table.create_index(
            "uq_representative_account_stands",
            ["account_id"],
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        )
    op.create_table(
        "safe_representative",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        sa.Column("named_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["named_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("safe_representative") as table:
        table.create_index("ix_safe_representative_account_id", ["account_id"])
        table.create_index(
            "uq_safe_representative",
            ["person_id", "account_id"],
            unique=True,
            sqlite_where=NOT_ENDED,
            postgresql_where=NOT_ENDED,
        )
    op.create_table(
        "team",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "g28",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("representative_id", sa.Uuid(), nullable=False),
        sa.Column("prepared_by", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("capacity", sa.String(length=20), nullable=False),
        sa.Column("licence_sealed", sa.String(), nullable=True),
        sa.Column("address_sealed", sa.String(), nullable=True),
        sa.Column("client_sealed", sa.String(), nullable=True),
        sa.Column("client_hash", sa.String(length=80), nullable=True),
        sa.Column("notices_to_representative", sa.Boolean(), nullable=False),
        sa.Column("beside", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("client_party_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("looked_at", UtcDateTime(), nullable=True),
        sa.Column("answer_by", UtcDateTime(), nullable=True),
        sa.Column("signed_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["client_party_id"],
            ["party.id"],
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["representative_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("g28") as table:
        table.create_index(
            "ix_g28_answer_by", ["answer_by"], sqlite_where=AWAITING, postgresql_where=AWAITING
        )
        table.create_index("ix_g28_case_id", ["case_id"])
        table.create_index("ix_g28_client_hash", ["client_hash"])
        table.create_index("ix_g28_representative", ["representative_id", "state", "updated_at"])
        table.create_index("ix_g28_sent", ["representative_id", "sent_at"])
        table.create_index(
            "ix_g28_to_match", ["id"], sqlite_where=TO_MATCH, postgresql_where=TO_MATCH
        )
        table.create_index(
            "uq_g28_live",
            ["client_party_id", "representative_id"],
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        )
    op.create_table(
        "team_invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("email_sealed", sa.String(), nullable=True),
        sa.Column("email_hash", sa.String(length=80), nullable=True),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("invited_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("accepted_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("team_invitation") as table:
        table.create_index("ix_team_invitation_email_hash", ["email_hash"])
        table.create_index("ix_team_invitation_team_id", ["team_id"])
    op.create_table(
        "team_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("team_member") as table:
        table.create_index("ix_team_member_team_id", ["team_id"])
        table.create_index(
            "uq_team_member_account",
            ["account_id"],
            unique=True,
            sqlite_where=NOT_ENDED,
            postgresql_where=NOT_ENDED,
        )
    op.create_table(
        "g28_passcode",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=80), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["form_id"],
            ["g28.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("form_id"),
    )
    with op.batch_alter_table("g28_passcode") as table:
        table.create_index("ix_g28_passcode_code_hash", ["code_hash"])
    op.create_table(
        "g28_signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("name_sealed", sa.String(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["form_id"],
            ["g28.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("form_id", "side", name="uq_g28_signature_side"),
    )
    with op.batch_alter_table("g28_signature") as table:
        table.create_index("ix_g28_signature_account_id", ["account_id"])
    with op.batch_alter_table("representation") as table:
        table.add_column(sa.Column("ended_by", sa.String(20), nullable=False, server_default=""))
        table.add_column(sa.Column("form_id", sa.Uuid(), nullable=True))
        table.create_unique_constraint("uq_representation_form_id", ["form_id"])
        table.create_foreign_key("fk_representation_form_id", "g28", ["form_id"], ["id"])
    with op.batch_alter_table("representation") as table:
        table.alter_column("ended_by", server_default=None)


def downgrade() -> None:
    op.drop_index("ix_case_event_case_recorded", "case_event")
    with op.batch_alter_table("representation") as table:
        table.drop_constraint("fk_representation_form_id", type_="foreignkey")
        table.drop_constraint("uq_representation_form_id", type_="unique")
        table.drop_column("form_id")
        table.drop_column("ended_by")
    op.drop_table("g28_signature")
    op.drop_table("g28_passcode")
    op.drop_table("team_member")
    op.drop_table("team_invitation")
    op.drop_table("g28")
    op.drop_table("team")
    op.drop_table("safe_representative")
    op.drop_table("representative_account")
    op.drop_table("board_visit")
