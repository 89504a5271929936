"""Yearly reports as they were frozen."""

import sqlalchemy as sa
from alembic import op

from congress.foundation.append_only import statements

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
# what is frozen of a report
FIXED = ["id", "public_id", "congress_id", "period", "as_of", "document", "frozen_by"]


def upgrade() -> None:
    op.create_table(
        "year_reports",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("period", KEY, nullable=False),
        sa.Column("as_of", TIME, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("frozen_by", KEY, nullable=False),
        sa.Column("frozen_name", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("document_number", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decided_name", sa.String(length=120), nullable=False),
        sa.Column("decided_at", TIME, nullable=True),
        sa.CheckConstraint("state <> 'released' OR decided_by <> frozen_by", name="ck_year_reports_two_people"),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_year_reports_congress_id_congresses"),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name="fk_year_reports_decided_by_users"),
        sa.ForeignKeyConstraint(["frozen_by"], ["users.id"], name="fk_year_reports_frozen_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_year_reports"),
        sa.UniqueConstraint("public_id", name="uq_year_reports_public_id"),
    )
    op.create_index("ix_year_reports_congress_id", "year_reports", ["congress_id"])
    for statement in statements("year_reports", op.get_bind().dialect.name, fixed=FIXED):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("year_reports")
