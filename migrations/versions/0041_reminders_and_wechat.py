"""Reminders and thanks by a schedule, who was told of what; which messages go to many; what goes by WeChat."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("messages", sa.Column("to_many", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("messages", sa.Column("expires_at", TIME, nullable=True))
    op.execute(sa.text("UPDATE messages SET to_many = true WHERE unsubscribe_link IS NOT NULL"))
    with op.batch_alter_table("campaign_letters") as letters:
        letters.add_column(sa.Column("message_id", KEY, nullable=True))
        letters.create_foreign_key(
            "fk_campaign_letters_message_id_messages", "messages", ["message_id"], ["id"], ondelete="SET NULL"
        )
        letters.create_index("ix_campaign_letters_message_id", ["message_id"])
    op.create_table(
        "reminders",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("occasion", sa.String(length=10), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("written_by", KEY, nullable=False),
        sa.Column("written_at", TIME, nullable=False),
        sa.Column("released_by", KEY, nullable=True),
        sa.Column("released_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_reminders_congress_id_congresses"),
        sa.ForeignKeyConstraint(["released_by"], ["users.id"], name="fk_reminders_released_by_users"),
        sa.ForeignKeyConstraint(["written_by"], ["users.id"], name="fk_reminders_written_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sa.UniqueConstraint("congress_id", "occasion", "days", name="uq_reminders_congress_id_occasion_days"),
        sa.UniqueConstraint("public_id", name="uq_reminders_public_id"),
    )
    op.create_index("ix_reminders_state", "reminders", ["state"])
    op.create_table(
        "reminder_letters",
        sa.Column("id", KEY, nullable=False),
        sa.Column("reminder_id", KEY, nullable=False),
        sa.Column("registration_id", KEY, nullable=False),
        sa.Column("message_id", KEY, nullable=True),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("secret", sa.String(length=26), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name="fk_reminder_letters_registration_id_registrations",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name="fk_reminder_letters_message_id_messages", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["reminder_id"], ["reminders.id"], name="fk_reminder_letters_reminder_id_reminders"),
        sa.PrimaryKeyConstraint("id", name="pk_reminder_letters"),
        sa.UniqueConstraint("registration_id", "key", name="uq_reminder_letters_registration_id_key"),
        sa.UniqueConstraint("secret", name="uq_reminder_letters_secret"),
    )
    op.create_index("ix_reminder_letters_address", "reminder_letters", ["address"])
    op.create_index("ix_reminder_letters_message_id", "reminder_letters", ["message_id"])
    op.create_index("ix_reminder_letters_reminder_id_key", "reminder_letters", ["reminder_id", "key"])
    op.create_table(
        "wechat_links",
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_wechat_links"),
        sa.UniqueConstraint("address", name="uq_wechat_links_address"),
    )
    op.create_index("ix_wechat_links_user_id", "wechat_links", ["user_id"])
    op.create_table(
        "wechat_templates",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("changed_by", KEY, nullable=True),
        sa.Column("changed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_wechat_templates"),
        sa.UniqueConstraint("kind", name="uq_wechat_templates_kind"),
    )


def downgrade() -> None:
    op.drop_table("wechat_templates")
    op.drop_table("wechat_links")
    op.drop_table("reminder_letters")
    op.drop_table("reminders")
    with op.batch_alter_table("campaign_letters") as letters:
        letters.drop_index("ix_campaign_letters_message_id")
        letters.drop_constraint("fk_campaign_letters_message_id_messages", type_="foreignkey")
        letters.drop_column("message_id")
    op.drop_column("messages", "expires_at")
    op.drop_column("messages", "to_many")
