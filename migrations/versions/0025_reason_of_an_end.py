"""Why an intention came to nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("intentions", sa.Column("ended_reason", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("intentions", "ended_reason")
