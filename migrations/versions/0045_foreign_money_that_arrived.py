"""Foreign money on arrivals; checkpoints in other hands; no right to change the ledger, before its triggers refuse it."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

CHAINS = "ledger_entries, credit_holds"
ADDED = ("currency", "foreign_fen", "rate", "rate_on", "rate_source")


def upgrade() -> None:
    op.add_column("milestones", sa.Column("currency", sa.String(length=3), nullable=False, server_default="CNY"))
    op.add_column("milestones", sa.Column("foreign_fen", sa.BigInteger(), nullable=True))
    op.add_column("milestones", sa.Column("rate", sa.String(length=20), nullable=True))
    op.add_column("milestones", sa.Column("rate_on", sa.Date(), nullable=True))
    op.add_column("milestones", sa.Column("rate_source", sa.String(length=120), nullable=False, server_default=""))
    op.add_column("ledger_checkpoints", sa.Column("handed_to", sa.Integer(), nullable=False, server_default="0"))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {CHAINS} FROM PUBLIC, CURRENT_USER")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"GRANT UPDATE, DELETE, TRUNCATE ON {CHAINS} TO CURRENT_USER")
    op.drop_column("ledger_checkpoints", "handed_to")
    for name in reversed(ADDED):
        op.drop_column("milestones", name)
