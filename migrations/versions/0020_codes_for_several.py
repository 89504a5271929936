"""Invitation codes that several people may use."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invitations", sa.Column("uses", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("invitations", sa.Column("used", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE invitations SET used = 1 WHERE used_at IS NOT NULL")


def downgrade() -> None:
    op.drop_column("invitations", "used")
    op.drop_column("invitations", "uses")
