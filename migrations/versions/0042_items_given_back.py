"""Items given back with their price, what banks want back of payments, companions, photos for badges."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
COUNTS = (
    ("order_items", "returned"),
    ("orders", "charged_back_fen"),
    ("orders", "at_stake_fen"),
    ("reconciliations", "disputes"),
    ("categories", "companions"),
)
FLAGS = (("companions", "brought"), ("companions", "under_age"))


def upgrade() -> None:
    for table, column in COUNTS:
        op.add_column(table, sa.Column(column, sa.BigInteger(), nullable=False, server_default="0"))
    for table, column in FLAGS:
        op.add_column(table, sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "refund_items",
        sa.Column("refund_id", KEY, nullable=False),
        sa.Column("item_id", KEY, nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name="ck_refund_items_quantity"),
        sa.ForeignKeyConstraint(
            ["refund_id"], ["refunds.id"], name="fk_refund_items_refund_id_refunds", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["order_items.id"], name="fk_refund_items_item_id_order_items", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("refund_id", "item_id", name="pk_refund_items"),
    )
    op.add_column("categories", sa.Column("photo", sa.String(length=10), nullable=False, server_default="none"))
    op.create_table(
        "credential_photos",
        sa.Column("registration_id", KEY, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name="fk_credential_photos_registration_id_registrations",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name="pk_credential_photos"),
    )
    op.create_table(
        "payment_disputes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stripe_id", sa.String(length=255), nullable=False),
        sa.Column("payment_intent", sa.String(length=255), nullable=False),
        sa.Column("order_id", KEY, nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answer_until", TIME, nullable=True),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("told", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_payment_disputes_order_id_orders"),
        sa.PrimaryKeyConstraint("id", name="pk_payment_disputes"),
        sa.UniqueConstraint("stripe_id", name="uq_payment_disputes_stripe_id"),
    )
    for column in ("payment_intent", "order_id", "state"):
        op.create_index(f"ix_payment_disputes_{column}", "payment_disputes", [column])


def downgrade() -> None:
    op.drop_table("payment_disputes")
    op.drop_table("credential_photos")
    op.drop_column("categories", "photo")
    op.drop_table("refund_items")
    for table, column in reversed(COUNTS + FLAGS):
        op.drop_column(table, column)
