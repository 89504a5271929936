"""Delegations: what units may send, and whom they name."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "delegations",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("deadline", TIME, nullable=False),
        sa.Column("link_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_delegations_congress_id"),
        sa.PrimaryKeyConstraint("id", name="pk_delegations"),
        sa.UniqueConstraint("link_digest", name="uq_delegations_link_digest"),
        sa.UniqueConstraint("public_id", name="uq_delegations_public_id"),
    )
    op.create_index("ix_delegations_congress_id", "delegations", ["congress_id"])
    op.create_table(
        "delegation_quotas",
        sa.Column("id", KEY, nullable=False),
        sa.Column("delegation_id", KEY, nullable=False),
        sa.Column("category_id", KEY, nullable=False),
        sa.Column("places", KEY, nullable=False),
        sa.Column("used", KEY, nullable=False),
        sa.CheckConstraint("used >= 0 AND used <= places", name="ck_delegation_quotas_places"),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name="fk_delegation_quotas_category_id"),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegations.id"], name="fk_delegation_quotas_delegation_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_delegation_quotas"),
        sa.UniqueConstraint("delegation_id", "category_id", name="uq_delegation_quotas_delegation_id_category_id"),
    )
    op.create_table(
        "nominees",
        sa.Column("id", KEY, nullable=False),
        sa.Column("delegation_id", KEY, nullable=False),
        sa.Column("quota_id", KEY, nullable=False),
        sa.Column("registration_id", KEY, nullable=False),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.Column("rank", KEY, nullable=True),
        sa.Column("link_digest", sa.String(length=64), nullable=True),
        sa.Column("nominated_at", TIME, nullable=False),
        sa.Column("completed_at", TIME, nullable=True),
        sa.Column("withdrawn_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegations.id"], name="fk_nominees_delegation_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["quota_id"], ["delegation_quotas.id"], name="fk_nominees_quota_id"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_nominees_registration_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_nominees"),
        sa.UniqueConstraint("link_digest", name="uq_nominees_link_digest"),
        sa.UniqueConstraint("registration_id", name="uq_nominees_registration_id"),
    )
    op.create_index("ix_nominees_delegation_id", "nominees", ["delegation_id"])


def downgrade() -> None:
    op.drop_table("nominees")
    op.drop_table("delegation_quotas")
    op.drop_table("delegations")
