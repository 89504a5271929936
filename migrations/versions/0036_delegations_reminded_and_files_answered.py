"""The delegation's name on a registration, reminders with links of their own, and files that answer questions."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
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
    op.create_table(
        "answer_files",
        sa.Column("registration_id", KEY, autoincrement=False, nullable=False),
        sa.Column("question", sa.String(length=10), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", KEY, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_answer_files_registration_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("registration_id", "question", name="pk_answer_files"),
    )
    for table in ("delegations", "nominees"):
        op.add_column(table, sa.Column("reminder_digest", sa.String(length=64), nullable=True))
        op.add_column(table, sa.Column("reminded_at", TIME, nullable=True))
        op.create_index(f"ix_{table}_reminder_digest", table, ["reminder_digest"], unique=True)


def downgrade() -> None:
    op.drop_table("answer_files")
    for table in ("nominees", "delegations"):
        op.drop_index(f"ix_{table}_reminder_digest", table_name=table)
        op.drop_column(table, "reminded_at")
        op.drop_column(table, "reminder_digest")
    op.drop_column("registrations", "delegation")
