"""What costs money: extras, orders, facts of Stripe, the money ledger, statements, invoices, pledges."""

import sqlalchemy as sa
from alembic import op

from congress.foundation.append_only import statements

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "reconciliations",
        sa.Column("id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("charges", KEY, nullable=False),
        sa.Column("refunds", KEY, nullable=False),
        sa.Column("paid_fen", KEY, nullable=False),
        sa.Column("refunded_fen", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reconciliations"),
        sa.UniqueConstraint("day", name="uq_reconciliations_day"),
    )
    op.create_table(
        "stripe_facts",
        sa.Column("object_id", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("payment_intent", sa.String(length=255), nullable=False),
        sa.Column("amount_fen", KEY, nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("object_id", name="pk_stripe_facts"),
    )
    op.create_index("ix_stripe_facts_payment_intent", "stripe_facts", ["payment_intent"])
    op.create_table(
        "extras",
        sa.Column("id", KEY, nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("price_fen", KEY, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("capacity", KEY, nullable=False),
        sa.Column("taken", KEY, nullable=False),
        sa.Column("most_each", KEY, nullable=False),
        sa.Column("sale_from", TIME, nullable=False),
        sa.Column("sale_until", TIME, nullable=False),
        sa.Column("allowed_by", sa.String(length=200), nullable=False),
        sa.Column("on_sale", sa.Boolean(), nullable=False),
        sa.CheckConstraint("price_fen > 0", name="ck_extras_price"),
        sa.CheckConstraint("taken >= 0 AND taken <= capacity", name="ck_extras_places"),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_extras_congress_id"),
        sa.PrimaryKeyConstraint("id", name="pk_extras"),
        sa.UniqueConstraint("congress_id", "slug", name="uq_extras_congress_id_slug"),
    )
    op.create_table(
        "money_differences",
        sa.Column("id", KEY, nullable=False),
        sa.Column("reconciliation_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("object_id", sa.String(length=255), nullable=False),
        sa.Column("ours_fen", KEY, nullable=True),
        sa.Column("theirs_fen", KEY, nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("settled_reason", sa.String(length=200), nullable=False),
        sa.Column("settled_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["reconciliation_id"], ["reconciliations.id"], name="fk_money_differences_reconciliation_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_money_differences"),
        sa.UniqueConstraint("reconciliation_id", "object_id", name="uq_money_differences_reconciliation_id_object_id"),
    )
    op.create_table(
        "payment_terms",
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("payee", sa.String(length=200), nullable=False),
        sa.Column("bank", sa.String(length=200), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("transfer_days", KEY, nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_payment_terms_congress_id"),
        sa.PrimaryKeyConstraint("congress_id", name="pk_payment_terms"),
    )
    op.create_table(
        "orders",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("registration_id", KEY, nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("closed", sa.String(length=16), nullable=True),
        sa.Column("has_places", sa.Boolean(), nullable=False),
        sa.Column("amount_fen", KEY, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("paid_fen", KEY, nullable=False),
        sa.Column("refunded_fen", KEY, nullable=False),
        sa.Column("placed_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("checkout_session", sa.String(length=255), nullable=True),
        sa.Column("checkout_url", sa.Text(), nullable=True),
        sa.Column("checkout_open", sa.Boolean(), nullable=False),
        sa.Column("payment_intent", sa.String(length=255), nullable=True),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_orders_congress_id"),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"], name="fk_orders_registration_id"),
        sa.PrimaryKeyConstraint("id", name="pk_orders"),
        sa.UniqueConstraint("checkout_session", name="uq_orders_checkout_session"),
        sa.UniqueConstraint("payment_intent", name="uq_orders_payment_intent"),
        sa.UniqueConstraint("public_id", name="uq_orders_public_id"),
        sa.UniqueConstraint("reference", name="uq_orders_reference"),
    )
    op.create_index("ix_orders_congress_id_state", "orders", ["congress_id", "state"])
    op.create_index("ix_orders_registration_id", "orders", ["registration_id"])
    op.create_index("ix_orders_state_expires_at", "orders", ["state", "expires_at"])
    op.create_table(
        "pledges",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("registration_id", KEY, nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("amount_fen", KEY, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.CheckConstraint("amount_fen > 0", name="ck_pledges_amount"),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_pledges_congress_id"),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"], name="fk_pledges_registration_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pledges"),
        sa.UniqueConstraint("public_id", name="uq_pledges_public_id"),
    )
    op.create_index("ix_pledges_congress_id_state", "pledges", ["congress_id", "state"])
    op.create_index("ix_pledges_registration_id", "pledges", ["registration_id"])
    op.create_table(
        "bank_lines",
        sa.Column("id", KEY, nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("transaction", sa.String(length=100), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", KEY, nullable=False),
        sa.Column("payer", sa.String(length=200), nullable=False),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("order_id", KEY, nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("imported_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_bank_lines_congress_id"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_bank_lines_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bank_lines"),
        sa.UniqueConstraint("congress_id", "transaction", name="uq_bank_lines_congress_id_transaction"),
    )
    op.create_index("ix_bank_lines_congress_id_state", "bank_lines", ["congress_id", "state"])
    op.create_index("ix_bank_lines_order_id", "bank_lines", ["order_id"])
    op.create_table(
        "invoices",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("order_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("tax_number", sa.String(length=18), nullable=False),
        sa.Column("amount_fen", KEY, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("upload_id", KEY, nullable=True),
        sa.Column("reversal", sa.String(length=200), nullable=False),
        sa.Column("requested_at", TIME, nullable=False),
        sa.Column("issued_at", TIME, nullable=True),
        sa.Column("reversed_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_invoices_order_id"),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name="fk_invoices_upload_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invoices"),
        sa.UniqueConstraint("public_id", name="uq_invoices_public_id"),
    )
    op.create_index("ix_invoices_order_id", "invoices", ["order_id"])
    op.create_index("ix_invoices_state", "invoices", ["state"])
    op.create_table(
        "money_entries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("order_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("amount_fen", KEY, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("source", sa.String(length=255), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("recorded_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_money_entries_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_money_entries"),
    )
    op.create_index("ix_money_entries_order_id", "money_entries", ["order_id"])
    op.create_index("ix_money_entries_recorded_at", "money_entries", ["recorded_at"])
    op.create_table(
        "order_items",
        sa.Column("id", KEY, nullable=False),
        sa.Column("order_id", KEY, nullable=False),
        sa.Column("extra_id", KEY, nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("price_fen", KEY, nullable=False),
        sa.Column("quantity", KEY, nullable=False),
        sa.CheckConstraint("quantity > 0", name="ck_order_items_quantity"),
        sa.ForeignKeyConstraint(["extra_id"], ["extras.id"], name="fk_order_items_extra_id"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_items_order_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_order_items"),
        sa.UniqueConstraint("order_id", "extra_id", name="uq_order_items_order_id_extra_id"),
    )
    op.create_index("ix_order_items_extra_id", "order_items", ["extra_id"])
    op.create_table(
        "refunds",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("order_id", KEY, nullable=False),
        sa.Column("request_key", sa.String(length=60), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("amount_fen", KEY, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("stripe_id", sa.String(length=255), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("asked_at", TIME, nullable=False),
        sa.CheckConstraint("amount_fen > 0", name="ck_refunds_amount"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_refunds_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_refunds"),
        sa.UniqueConstraint("public_id", name="uq_refunds_public_id"),
        sa.UniqueConstraint("request_key", name="uq_refunds_request_key"),
        sa.UniqueConstraint("stripe_id", name="uq_refunds_stripe_id"),
    )
    op.create_index("ix_refunds_order_id", "refunds", ["order_id"])
    op.create_index("ix_refunds_state", "refunds", ["state"])
    op.create_table(
        "stripe_events",
        sa.Column("id", KEY, nullable=False),
        sa.Column("event_id", sa.String(length=255), nullable=False),
        sa.Column("type", sa.String(length=100), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("order_id", KEY, nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_stripe_events_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stripe_events"),
        sa.UniqueConstraint("event_id", name="uq_stripe_events_event_id"),
    )
    op.create_index("ix_stripe_events_order_id", "stripe_events", ["order_id"])
    op.create_index("ix_stripe_events_outcome", "stripe_events", ["outcome"])
    for statement in statements("money_entries", op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("stripe_events")
    op.drop_table("refunds")
    op.drop_table("order_items")
    op.drop_table("money_entries")
    op.drop_table("invoices")
    op.drop_table("bank_lines")
    op.drop_table("pledges")
    op.drop_table("orders")
    op.drop_table("payment_terms")
    op.drop_table("money_differences")
    op.drop_table("extras")
    op.drop_table("stripe_facts")
    op.drop_table("reconciliations")
