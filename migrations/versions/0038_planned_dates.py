"""By when projects are to reach their milestones, and who was told of what is overdue; scales of composite boards."""

import sqlalchemy as sa
from alembic import op

from congress.foundation.append_only import statements

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
APPEND_ONLY = ("planned_steps", "overdue_notices")


def upgrade() -> None:
    op.create_table(
        "planned_dates",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("intention_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("needed", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", KEY, nullable=True),
        sa.Column("recorded_at", TIME, nullable=False),
        sa.CheckConstraint("amount_fen >= 0", name="ck_planned_dates_amount"),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_planned_dates_congress_id_congresses"),
        sa.ForeignKeyConstraint(["intention_id"], ["intentions.id"], name="fk_planned_dates_intention_id_intentions"),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name="fk_planned_dates_recorded_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_planned_dates"),
        sa.UniqueConstraint("public_id", name="uq_planned_dates_public_id"),
        sa.UniqueConstraint("intention_id", "kind", "amount_fen", name="uq_planned_dates_intention_id_kind_amount_fen"),
    )
    op.create_index("ix_planned_dates_congress_id_due_on", "planned_dates", ["congress_id", "due_on"])
    op.create_table(
        "planned_steps",
        sa.Column("id", KEY, nullable=False),
        sa.Column("planned_date_id", KEY, nullable=False),
        sa.Column("act", sa.String(length=10), nullable=False),
        sa.Column("was_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["planned_date_id"], ["planned_dates.id"], name="fk_planned_steps_planned_date_id_planned_dates"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_planned_steps_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_planned_steps"),
    )
    op.create_index("ix_planned_steps_planned_date_id", "planned_steps", ["planned_date_id"])
    op.create_table(
        "overdue_notices",
        sa.Column("id", KEY, nullable=False),
        sa.Column("planned_date_id", KEY, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["planned_date_id"], ["planned_dates.id"], name="fk_overdue_notices_planned_date_id_planned_dates"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_overdue_notices"),
        sa.UniqueConstraint(
            "planned_date_id", "due_on", "level", name="uq_overdue_notices_planned_date_id_due_on_level"
        ),
    )
    op.create_table(
        "overdue_rules",
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("owner_days", sa.Integer(), nullable=False),
        sa.Column("prefecture_days", sa.Integer(), nullable=False),
        sa.Column("province_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_overdue_rules_congress_id_congresses"),
        sa.PrimaryKeyConstraint("congress_id", name="pk_overdue_rules"),
    )
    op.create_table(
        "talent_levels",
        sa.Column("id", KEY, nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("zh", sa.String(length=60), nullable=False),
        sa.Column("en", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_talent_levels_congress_id_congresses"),
        sa.PrimaryKeyConstraint("id", name="pk_talent_levels"),
        sa.UniqueConstraint("congress_id", "key", name="uq_talent_levels_congress_id_key"),
    )
    op.add_column("milestones", sa.Column("level", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("publications", sa.Column("scale", sa.JSON(), nullable=False, server_default="{}"))
    for table in APPEND_ONLY:
        for statement in statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    op.drop_column("publications", "scale")
    op.drop_column("milestones", "level")
    op.drop_table("talent_levels")
    for table in ("overdue_rules", "overdue_notices", "planned_steps", "planned_dates"):
        op.drop_table(table)
