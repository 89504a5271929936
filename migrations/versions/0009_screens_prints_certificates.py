"""Screens and what is live on them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
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


def downgrade() -> None:
    op.drop_table("screens")
