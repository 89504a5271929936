"""Words of messages as data, templates of the SMS operator and what became of each message; reminders and thanks."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0031"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "message_wordings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("version", KEY, nullable=False),
        sa.Column("subject_zh", sa.String(length=200), nullable=False),
        sa.Column("subject_en", sa.String(length=200), nullable=False),
        sa.Column("long_zh", sa.Text(), nullable=False),
        sa.Column("long_en", sa.Text(), nullable=False),
        sa.Column("short_zh", sa.String(length=500), nullable=False),
        sa.Column("short_en", sa.String(length=500), nullable=False),
        sa.Column("written_by", KEY, nullable=False),
        sa.Column("written_at", TIME, nullable=False),
        sa.Column("released_by", KEY, nullable=True),
        sa.Column("released_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_message_wordings"),
        sa.UniqueConstraint("kind", "version", name="uq_message_wordings_kind_version"),
    )
    op.create_table(
        "sms_templates",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("signature", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("changed_by", KEY, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sms_templates"),
        sa.UniqueConstraint("kind", "language", name="uq_sms_templates_kind_language"),
    )
    op.create_table(
        "campaign_reminder_terms",
        sa.Column("congress_id", KEY, autoincrement=False, nullable=False),
        sa.Column("days_before", sa.JSON(), nullable=False),
        sa.Column("thanks_after", KEY, nullable=True),
        sa.Column("changed_by", KEY, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["users.id"], name="fk_campaign_reminder_terms_changed_by"),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_campaign_reminder_terms_congress_id"),
        sa.PrimaryKeyConstraint("congress_id", name="pk_campaign_reminder_terms"),
    )
    op.create_table(
        "campaign_day_letters",
        sa.Column("id", KEY, nullable=False),
        sa.Column("registration_id", KEY, nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_campaign_day_letters_registration_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_day_letters"),
        sa.UniqueConstraint("registration_id", "what", name="uq_campaign_day_letters_registration_id_what"),
    )  # fmt: skip
    op.add_column("messages", sa.Column("kind", sa.String(length=60), nullable=True))
    op.add_column("messages", sa.Column("variables", sa.JSON(), nullable=True))
    op.add_column("messages", sa.Column("provider_id", sa.String(length=80), nullable=True))
    op.add_column("messages", sa.Column("arrived_at", TIME, nullable=True))
    op.create_index("ix_messages_channel_sent_at", "messages", ["channel", "sent_at"])


def downgrade() -> None:
    op.drop_index("ix_messages_channel_sent_at", "messages")
    for column in ("arrived_at", "provider_id", "variables", "kind"):
        op.drop_column("messages", column)
    for table in ("campaign_day_letters", "campaign_reminder_terms", "sms_templates", "message_wordings"):
        op.drop_table(table)
