"""Foreign money on arrivals: what came in its own currency, and by which rate it counts."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

ADDED = ("currency", "foreign_fen", "rate", "rate_on", "rate_source")


def upgrade() -> None:
    op.add_column("milestones", sa.Column("currency", sa.String(length=3), nullable=False, server_default="CNY"))
    op.add_column("milestones", sa.Column("foreign_fen", sa.BigInteger(), nullable=True))
    op.add_column("milestones", sa.Column("rate", sa.String(length=20), nullable=True))
    op.add_column("milestones", sa.Column("rate_on", sa.Date(), nullable=True))
    op.add_column("milestones", sa.Column("rate_source", sa.String(length=120), nullable=False, server_default=""))


def downgrade() -> None:
    for name in reversed(ADDED):
        op.drop_column("milestones", name)
