"""Calls for help, and what happened to them."""

import sqlalchemy as sa
from alembic import op

from congress.foundation.append_only import statements

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "help_calls",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("caller_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("field", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("division_id", KEY, nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("officer_id", KEY, nullable=True),
        sa.Column("called_at", TIME, nullable=False),
        sa.Column("answer_by", TIME, nullable=False),
        sa.Column("solve_by", TIME, nullable=False),
        sa.Column("taken_at", TIME, nullable=True),
        sa.Column("solved_at", TIME, nullable=True),
        sa.Column("rating", KEY, nullable=True),
        sa.Column("escalated_at", TIME, nullable=True),
        sa.CheckConstraint("rating IS NULL OR (rating >= 1 AND rating <= 5)", name="ck_help_calls_rating"),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_help_calls_congress_id_congresses"),
        sa.ForeignKeyConstraint(["caller_id"], ["users.id"], name="fk_help_calls_caller_id_users"),
        sa.ForeignKeyConstraint(["division_id"], ["divisions.id"], name="fk_help_calls_division_id_divisions"),
        sa.ForeignKeyConstraint(["officer_id"], ["users.id"], name="fk_help_calls_officer_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_help_calls"),
        sa.UniqueConstraint("public_id", name="uq_help_calls_public_id"),
    )
    op.create_index("ix_help_calls_congress_id", "help_calls", ["congress_id"])
    op.create_index("ix_help_calls_caller_id", "help_calls", ["caller_id"])
    op.create_index("ix_help_calls_officer_id", "help_calls", ["officer_id"])
    op.create_index("ix_help_calls_state_answer_by", "help_calls", ["state", "answer_by"])
    op.create_table(
        "help_steps",
        sa.Column("id", KEY, nullable=False),
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["help_calls.id"], name="fk_help_steps_call_id_help_calls"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_help_steps_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_help_steps"),
    )
    op.create_index("ix_help_steps_call_id", "help_steps", ["call_id"])
    for statement in statements("help_steps", op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("help_steps")
    op.drop_table("help_calls")
