"""Who was found not to be whom; change slips and their tasks; questions in a review; chains of offices;
who passed the police check.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "not_doubles",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("other_id", KEY, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("said_by", KEY, nullable=True),
        sa.Column("said_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_not_doubles_person_id_people"),
        sa.ForeignKeyConstraint(["other_id"], ["people.id"], name="fk_not_doubles_other_id_people"),
        sa.ForeignKeyConstraint(["said_by"], ["users.id"], name="fk_not_doubles_said_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_not_doubles"),
        sa.UniqueConstraint("person_id", "other_id", name="uq_not_doubles_person_id_other_id"),
    )
    op.create_index("ix_not_doubles_other_id", "not_doubles", ["other_id"])
    op.create_table(
        "change_slips",
        sa.Column("id", KEY, nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("registration_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("written_by", KEY, nullable=True),
        sa.Column("written_at", TIME, nullable=False),
        sa.Column("closed_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_change_slips_congress_id_congresses"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_change_slips_registration_id_registrations",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["written_by"], ["users.id"], name="fk_change_slips_written_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_change_slips"),
    )  # fmt: skip
    op.create_index("ix_change_slips_congress_id_closed_at_id", "change_slips", ["congress_id", "closed_at", "id"])
    op.create_index("ix_change_slips_registration_id", "change_slips", ["registration_id"])
    op.create_table(
        "slip_tasks",
        sa.Column("id", KEY, nullable=False),
        sa.Column("slip_id", KEY, nullable=False),
        sa.Column("paper", sa.String(length=20), nullable=False),
        sa.Column("done_by", KEY, nullable=True),
        sa.Column("done_name", sa.String(length=120), nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["slip_id"], ["change_slips.id"], name="fk_slip_tasks_slip_id_change_slips", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["done_by"], ["users.id"], name="fk_slip_tasks_done_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_slip_tasks"),
    )
    op.create_index("ix_slip_tasks_slip_id", "slip_tasks", ["slip_id"])
    op.create_table(
        "review_questions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("registration_id", KEY, nullable=False),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("asked_by", KEY, nullable=True),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("upload_id", KEY, nullable=True),
        sa.Column("answered_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_review_questions_registration_id_registrations",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name="fk_review_questions_asked_by_users"),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name="fk_review_questions_upload_id_uploads"),
        sa.PrimaryKeyConstraint("id", name="pk_review_questions"),
    )  # fmt: skip
    op.create_index("ix_review_questions_registration_id", "review_questions", ["registration_id"])
    op.create_table(
        "police_passes",
        sa.Column("registration_id", KEY, nullable=False),
        sa.Column("noted_by", KEY, nullable=True),
        sa.Column("noted_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_police_passes_registration_id_registrations",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["noted_by"], ["users.id"], name="fk_police_passes_noted_by_users"),
        sa.PrimaryKeyConstraint("registration_id", name="pk_police_passes"),
    )  # fmt: skip
    _chains()


def _chains() -> None:
    op.create_table(
        "review_steps",
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("school_kind", sa.String(length=12), nullable=False),
        sa.Column("office", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_review_steps_congress_id_congresses"),
        sa.PrimaryKeyConstraint("congress_id", "school_kind", "office", name="pk_review_steps"),
    )
    op.create_table(
        "school_counties",
        sa.Column("school_id", KEY, nullable=False),
        sa.Column("division_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name="fk_school_counties_school_id_schools"),
        sa.ForeignKeyConstraint(["division_id"], ["divisions.id"], name="fk_school_counties_division_id_divisions"),
        sa.PrimaryKeyConstraint("school_id", name="pk_school_counties"),
    )
    op.create_index("ix_school_counties_division_id", "school_counties", ["division_id"])
    op.create_table(
        "review_marks",
        sa.Column("id", KEY, nullable=False),
        sa.Column("registration_id", KEY, nullable=False),
        sa.Column("office", sa.String(length=12), nullable=False),
        sa.Column("said_by", KEY, nullable=True),
        sa.Column("said_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_review_marks_registration_id_registrations",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["said_by"], ["users.id"], name="fk_review_marks_said_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_review_marks"),
        sa.UniqueConstraint("registration_id", "office", name="uq_review_marks_registration_id_office"),
    )  # fmt: skip


def downgrade() -> None:
    for table in ("review_marks", "school_counties", "review_steps"):
        op.drop_table(table)
    op.drop_table("police_passes")
    op.drop_table("review_questions")
    op.drop_table("slip_tasks")
    op.drop_table("change_slips")
    op.drop_table("not_doubles")
