"""Screens and what is live on them; each print of a badge; certificates of attendance."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "screens",
        sa.Column("id", BIG, nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("shape", sa.String(10), nullable=False),
        sa.Column("forum_id", BIG, nullable=True),
        sa.Column("prepared", sa.String(12), nullable=False),
        sa.Column("live", sa.String(12), nullable=False),
        sa.Column("frozen", sa.JSON(), nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name=op.f("fk_screens_congress_id")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_screens_forum_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screens")),
        sa.UniqueConstraint("congress_id", "slug", name=op.f("uq_screens_congress_id_slug")),
    )
    op.create_table(
        "badge_prints",
        sa.Column("id", BIG, nullable=False),
        sa.Column("badge_id", BIG, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("desk", sa.String(120), nullable=False),
        sa.Column("user_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["badge_id"], ["badges.id"], name=op.f("fk_badge_prints_badge_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_prints")),
    )
    op.create_index(op.f("ix_badge_prints_badge_id"), "badge_prints", ["badge_id"])
    op.create_table(
        "certificates",
        sa.Column("id", BIG, nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("registration_id", BIG, nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name=op.f("fk_certificates_congress_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"],
            name=op.f("fk_certificates_registration_id"), ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_certificates_registration_id")),
        sa.UniqueConstraint("code", name=op.f("uq_certificates_code")),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("certificates")
    op.drop_table("badge_prints")
    op.drop_table("screens")
