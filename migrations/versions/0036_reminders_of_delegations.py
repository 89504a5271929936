"""The delegation's name on a registration; when contacts and nominees were reminded, and their second links."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0031"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "registrations", sa.Column("delegation", sa.String(length=200), server_default="", nullable=False)
    )
    op.execute(
        """UPDATE registrations SET delegation = (
            SELECT d.name FROM nominees n JOIN delegations d ON d.id = n.delegation_id
            WHERE n.registration_id = registrations.id)
        WHERE id IN (SELECT registration_id FROM nominees WHERE withdrawn_at IS NULL)"""
    )
    for table in ("delegations", "nominees"):
        op.add_column(table, sa.Column("reminder_digest", sa.String(length=64), nullable=True))
        op.add_column(table, sa.Column("reminded_at", TIME, nullable=True))
        op.create_index(f"ix_{table}_reminder_digest", table, ["reminder_digest"], unique=True)


def downgrade() -> None:
    for table in ("nominees", "delegations"):
        op.drop_index(f"ix_{table}_reminder_digest", table_name=table)
        op.drop_column(table, "reminded_at")
        op.drop_column(table, "reminder_digest")
    op.drop_column("registrations", "delegation")
