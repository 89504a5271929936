"""Follow-ups of the questions, and what was answered to them."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0025"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", KEY, nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("forum", sa.String(length=60), nullable=False),
        sa.Column("answer_by", TIME, nullable=False),
        sa.Column("opened_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_follow_ups_congress_id_congresses"),
        sa.PrimaryKeyConstraint("id", name="pk_follow_ups"),
        sa.UniqueConstraint("congress_id", "key", name="uq_follow_ups_congress_id_key"),
    )
    op.create_table(
        "follow_up_sheets",
        sa.Column("follow_up_id", KEY, autoincrement=False, nullable=False),
        sa.Column("registration_id", KEY, autoincrement=False, nullable=False),
        sa.Column("form_id", KEY, nullable=False),
        sa.Column("told_at", TIME, nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("answered_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_ups.id"], name="fk_follow_up_sheets_follow_up_id_follow_ups"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], ondelete="CASCADE",
            name="fk_follow_up_sheets_registration_id_registrations",
        ),
        sa.ForeignKeyConstraint(["form_id"], ["form_versions.id"], name="fk_follow_up_sheets_form_id_form_versions"),
        sa.PrimaryKeyConstraint("follow_up_id", "registration_id", name="pk_follow_up_sheets"),
    )  # fmt: skip
    op.create_index(op.f("ix_follow_up_sheets_form_id"), "follow_up_sheets", ["form_id"])
    op.create_index(op.f("ix_follow_up_sheets_registration_id"), "follow_up_sheets", ["registration_id"])


def downgrade() -> None:
    op.drop_table("follow_up_sheets")
    op.drop_table("follow_ups")
