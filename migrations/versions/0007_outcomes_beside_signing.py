"""Since when an accepted outcome stands on an intention."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("intentions") as batch:
        batch.add_column(sa.Column("outcome_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("intentions") as batch:
        batch.drop_column("outcome_since")
