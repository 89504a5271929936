"""Lists of people that come as files: kept for a day, tried out, stored; what their columns are is remembered."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "roster_files",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("headings", sa.String(length=64), nullable=False),
        sa.Column("samples", sa.JSON(), nullable=False),
        sa.Column("rows", KEY, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("mapping", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("report", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("batch_id", KEY, nullable=True),
        sa.Column("stored_at", TIME, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_roster_files_batch_id")),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name=op.f("fk_roster_files_congress_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_roster_files_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_files")),
        sa.UniqueConstraint("public_id", name=op.f("uq_roster_files_public_id")),
    )
    op.create_index(op.f("ix_roster_files_congress_id_headings"), "roster_files", ["congress_id", "headings"])
    op.create_index(op.f("ix_roster_files_user_id"), "roster_files", ["user_id"])


def downgrade() -> None:
    op.drop_table("roster_files")
