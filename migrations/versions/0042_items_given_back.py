"""Items of an order that were given back with their price."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("order_items", sa.Column("returned", sa.BigInteger(), nullable=False, server_default="0"))
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


def downgrade() -> None:
    op.drop_table("refund_items")
    op.drop_column("order_items", "returned")
