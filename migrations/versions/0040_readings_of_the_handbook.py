"""Who read the handbook first, and who let it out 三审三校."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "handbook_reviews",
        sa.Column("id", KEY, nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("first_by", KEY, nullable=True),
        sa.Column("first_name", sa.String(length=120), nullable=False),
        sa.Column("first_at", TIME, nullable=False),
        sa.Column("second_by", KEY, nullable=True),
        sa.Column("second_name", sa.String(length=120), nullable=False),
        sa.Column("second_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_handbook_reviews_congress_id_congresses"),
        sa.PrimaryKeyConstraint("id", name="pk_handbook_reviews"),
        sa.UniqueConstraint("congress_id", "number", name="uq_handbook_reviews_congress_id_number"),
    )


def downgrade() -> None:
    op.drop_table("handbook_reviews")
