"""Letters to many: what was written, who got which, who wants none.

Expand only: what the release before reads stays as it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "campaign_unsubscribed",
        sa.Column("id", KEY, nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_unsubscribed"),
        sa.UniqueConstraint("address", name="uq_campaign_unsubscribed_address"),
    )
    op.create_table(
        "campaigns",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("subject_zh", sa.String(length=200), nullable=False),
        sa.Column("subject_en", sa.String(length=200), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", KEY, nullable=False),
        sa.Column("written_by", KEY, nullable=False),
        sa.Column("written_at", TIME, nullable=False),
        sa.Column("released_by", KEY, nullable=True),
        sa.Column("released_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_campaigns_congress_id"),
        sa.ForeignKeyConstraint(["released_by"], ["users.id"], name="fk_campaigns_released_by"),
        sa.ForeignKeyConstraint(["written_by"], ["users.id"], name="fk_campaigns_written_by"),
        sa.PrimaryKeyConstraint("id", name="pk_campaigns"),
        sa.UniqueConstraint("public_id", name="uq_campaigns_public_id"),
    )
    op.create_index("ix_campaigns_congress_id", "campaigns", ["congress_id"])
    op.create_index("ix_campaigns_state", "campaigns", ["state"])
    op.create_table(
        "campaign_letters",
        sa.Column("id", KEY, nullable=False),
        sa.Column("campaign_id", KEY, nullable=False),
        sa.Column("registration_id", KEY, nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("secret", sa.String(length=26), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_campaign_letters_campaign_id"),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name="fk_campaign_letters_registration_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_letters"),
        sa.UniqueConstraint(
            "campaign_id", "registration_id", name="uq_campaign_letters_campaign_id_registration_id"
        ),
        sa.UniqueConstraint("secret", name="uq_campaign_letters_secret"),
    )
    op.create_index("ix_campaign_letters_address", "campaign_letters", ["address"])
    op.create_index("ix_campaign_letters_registration_id", "campaign_letters", ["registration_id"])
    op.add_column("messages", sa.Column("unsubscribe_link", sa.String(length=300), nullable=True))


def downgrade() -> None:
    op.drop_column("messages", "unsubscribe_link")
    op.drop_table("campaign_letters")
    op.drop_table("campaigns")
    op.drop_table("campaign_unsubscribed")
