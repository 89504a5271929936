"""What the door was missing: rulings about scans in quarantine."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "quarantine_rulings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("scan_id", KEY, nullable=False),
        sa.Column("result", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("ruled_by", KEY, nullable=True),
        sa.Column("ruled_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name="fk_quarantine_rulings_scan_id_scans"),
        sa.ForeignKeyConstraint(["ruled_by"], ["users.id"], name="fk_quarantine_rulings_ruled_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine_rulings"),
        sa.UniqueConstraint("scan_id", name="uq_quarantine_rulings_scan_id"),
    )


def downgrade() -> None:
    op.drop_table("quarantine_rulings")
