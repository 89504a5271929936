"""How the badges of each category are laid out."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("categories", sa.Column("design", sa.String(length=10), server_default="standard", nullable=False))


def downgrade() -> None:
    op.drop_column("categories", "design")
