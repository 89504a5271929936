"""Questions of a congress, the seats of their choices, and answers."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "form_versions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("version", KEY, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("released_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_form_versions_congress_id_congresses"),
        sa.PrimaryKeyConstraint("id", name="pk_form_versions"),
        sa.UniqueConstraint("congress_id", "version", name="uq_form_versions_congress_id_version"),
    )
    op.create_table(
        "choice_seats",
        sa.Column("id", KEY, nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("question", sa.String(length=10), nullable=False),
        sa.Column("option", sa.String(length=60), nullable=False),
        sa.Column("capacity", KEY, nullable=True),
        sa.Column("taken", KEY, nullable=False),
        sa.CheckConstraint(
            "taken >= 0 AND (capacity IS NULL OR taken <= capacity)", name=op.f("ck_choice_seats_seats")
        ),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_choice_seats_congress_id_congresses"),
        sa.PrimaryKeyConstraint("id", name="pk_choice_seats"),
        sa.UniqueConstraint(
            "congress_id", "question", "option", name="uq_choice_seats_congress_id_question_option"
        ),
    )
    op.create_table(
        "answer_sheets",
        sa.Column("registration_id", KEY, autoincrement=False, nullable=False),
        sa.Column("form_id", KEY, nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("answered_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], ondelete="CASCADE",
            name="fk_answer_sheets_registration_id_registrations",
        ),
        sa.ForeignKeyConstraint(["form_id"], ["form_versions.id"], name="fk_answer_sheets_form_id_form_versions"),
        sa.PrimaryKeyConstraint("registration_id", name="pk_answer_sheets"),
    )  # fmt: skip
    op.create_index(op.f("ix_answer_sheets_form_id"), "answer_sheets", ["form_id"])


def downgrade() -> None:
    op.drop_table("answer_sheets")
    op.drop_table("choice_seats")
    op.drop_table("form_versions")
