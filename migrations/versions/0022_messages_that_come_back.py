"""Addresses whose letters come back.

Expand only: what the release before reads stays as it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bouncing_addresses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bouncing_addresses"),
        sa.UniqueConstraint("address", name="uq_bouncing_addresses_address"),
    )


def downgrade() -> None:
    op.drop_table("bouncing_addresses")
