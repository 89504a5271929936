"""Monthly returns; chains of verification, joint reviews, interests, favours."""

import sqlalchemy as sa
from alembic import op

from congress.foundation.append_only import statements

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _returns()
    _verification()


def _returns() -> None:
    op.create_table(
        "return_periods",
        sa.Column("id", KEY, nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("opened_by", KEY, nullable=True),
        sa.Column("opened_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_return_periods_congress_id_congresses"),
        sa.ForeignKeyConstraint(["opened_by"], ["users.id"], name="fk_return_periods_opened_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_return_periods"),
        sa.UniqueConstraint("congress_id", "month", name="uq_return_periods_congress_id_month"),
    )
    op.create_table(
        "monthly_returns",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("period_id", KEY, nullable=False),
        sa.Column("unit_kind", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("parent_code", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("nil", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.String(length=100), nullable=False),
        sa.Column("signed_post", sa.String(length=100), nullable=False),
        sa.Column("contact", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("filed_by", KEY, nullable=True),
        sa.Column("filed_at", TIME, nullable=True),
        sa.Column("was_late", sa.Boolean(), nullable=False),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("reminders", KEY, nullable=False),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> filed_by", name="ck_monthly_returns_two_people"),
        sa.ForeignKeyConstraint(
            ["period_id"], ["return_periods.id"], name="fk_monthly_returns_period_id_return_periods"
        ),
        sa.ForeignKeyConstraint(["filed_by"], ["users.id"], name="fk_monthly_returns_filed_by_users"),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name="fk_monthly_returns_decided_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_monthly_returns"),
        sa.UniqueConstraint("public_id", name="uq_monthly_returns_public_id"),
        sa.UniqueConstraint("period_id", "unit_kind", "code", name="uq_monthly_returns_period_id_unit_kind_code"),
    )
    op.create_index("ix_monthly_returns_code", "monthly_returns", ["code"])
    op.create_index("ix_monthly_returns_state_due_on", "monthly_returns", ["state", "due_on"])
    op.create_table(
        "return_steps",
        sa.Column("id", KEY, nullable=False),
        sa.Column("return_id", KEY, nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["return_id"], ["monthly_returns.id"], name="fk_return_steps_return_id_monthly_returns"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_return_steps_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_return_steps"),
    )
    op.create_index("ix_return_steps_return_id", "return_steps", ["return_id"])
    for statement in statements("return_steps", op.get_bind().dialect.name):
        op.execute(statement)


def _verification() -> None:
    op.add_column("verifications", sa.Column("basis", sa.String(length=120), nullable=False, server_default=""))
    op.add_column("verifications", sa.Column("office", sa.String(length=60), nullable=False, server_default=""))
    op.create_table(
        "chain_steps",
        sa.Column("id", KEY, nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("family", sa.String(length=12), nullable=False),
        sa.Column("position", KEY, nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_chain_steps_congress_id_congresses"),
        sa.PrimaryKeyConstraint("id", name="pk_chain_steps"),
        sa.UniqueConstraint("congress_id", "family", "position", name="uq_chain_steps_congress_id_family_position"),
    )
    op.create_table(
        "joint_reviews",
        sa.Column("id", KEY, nullable=False),
        sa.Column("milestone_id", KEY, nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("called_by", KEY, nullable=True),
        sa.Column("called_at", TIME, nullable=False),
        sa.Column("participants", sa.Text(), nullable=False),
        sa.Column("minutes", sa.String(length=120), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestones.id"], name="fk_joint_reviews_milestone_id_milestones"),
        sa.ForeignKeyConstraint(["called_by"], ["users.id"], name="fk_joint_reviews_called_by_users"),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name="fk_joint_reviews_decided_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_joint_reviews"),
    )
    op.create_index("ix_joint_reviews_milestone_id", "joint_reviews", ["milestone_id"])
    op.create_table(
        "interests",
        sa.Column("id", KEY, nullable=False),
        sa.Column("intention_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["intention_id"], ["intentions.id"], name="fk_interests_intention_id_intentions"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_interests_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_interests"),
    )
    op.create_index("ix_interests_intention_id_user_id", "interests", ["intention_id", "user_id"])
    op.create_table(
        "favour_requests",
        sa.Column("id", KEY, nullable=False),
        sa.Column("milestone_id", KEY, nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_by", KEY, nullable=True),
        sa.Column("recorded_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestones.id"], name="fk_favour_requests_milestone_id_milestones"),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name="fk_favour_requests_recorded_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_favour_requests"),
    )
    op.create_index("ix_favour_requests_milestone_id", "favour_requests", ["milestone_id"])
    for table in ("interests", "favour_requests"):
        for statement in statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    for table in ("favour_requests", "interests", "joint_reviews", "chain_steps"):
        op.drop_table(table)
    for column in ("office", "basis"):
        op.drop_column("verifications", column)
    op.drop_table("return_steps")
    op.drop_table("monthly_returns")
    op.drop_table("return_periods")
