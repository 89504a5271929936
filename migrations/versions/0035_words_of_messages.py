"""Words of messages as data, templates of the SMS operator and what became of each message."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
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
    op.add_column("messages", sa.Column("kind", sa.String(length=60), nullable=True))
    op.add_column("messages", sa.Column("variables", sa.JSON(), nullable=True))
    op.add_column("messages", sa.Column("provider_id", sa.String(length=80), nullable=True))
    op.add_column("messages", sa.Column("arrived_at", TIME, nullable=True))
    op.create_index("ix_messages_channel_sent_at", "messages", ["channel", "sent_at"])


def downgrade() -> None:
    op.drop_index("ix_messages_channel_sent_at", "messages")
    for column in ("arrived_at", "provider_id", "variables", "kind"):
        op.drop_column("messages", column)
    for table in ("sms_templates", "message_wordings"):
        op.drop_table(table)
