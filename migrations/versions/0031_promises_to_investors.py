"""What was promised to investors, and what became of it; by what the offices' own tables know an intention."""

import sqlalchemy as sa
from alembic import op

from congress.foundation.append_only import statements

revision = "0031"
down_revision = "0029"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


KEYS = {"project_code": 24, "contract_number": 40, "receipt_number": 40}


def upgrade() -> None:
    for name, length in KEYS.items():
        op.add_column("intentions", sa.Column(name, sa.String(length=length), nullable=True))
        op.create_index(f"ix_intentions_congress_id_{name}", "intentions", ["congress_id", name], unique=True)
    op.create_table(
        "promises",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("intention_id", KEY, nullable=False),
        sa.Column("office_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("amount_fen", KEY, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("review_number", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", KEY, nullable=True),
        sa.Column("recorded_at", TIME, nullable=False),
        sa.CheckConstraint("amount_fen > 0", name="ck_promises_amount"),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_promises_congress_id_congresses"),
        sa.ForeignKeyConstraint(["intention_id"], ["intentions.id"], name="fk_promises_intention_id_intentions"),
        sa.ForeignKeyConstraint(["office_id"], ["divisions.id"], name="fk_promises_office_id_divisions"),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name="fk_promises_recorded_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_promises"),
        sa.UniqueConstraint("public_id", name="uq_promises_public_id"),
    )
    op.create_index("ix_promises_congress_id_due_on", "promises", ["congress_id", "due_on"])
    op.create_index("ix_promises_state_due_on", "promises", ["state", "due_on"])
    op.create_index("ix_promises_intention_id", "promises", ["intention_id"])
    op.create_index("ix_promises_office_id", "promises", ["office_id"])
    op.create_table(
        "promise_steps",
        sa.Column("id", KEY, nullable=False),
        sa.Column("promise_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["promise_id"], ["promises.id"], name="fk_promise_steps_promise_id_promises"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_promise_steps_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_promise_steps"),
    )
    op.create_index("ix_promise_steps_promise_id", "promise_steps", ["promise_id"])
    for statement in statements("promise_steps", op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("promise_steps")
    op.drop_table("promises")
    for name in KEYS:
        op.drop_index(f"ix_intentions_congress_id_{name}", "intentions")
        op.drop_column("intentions", name)
