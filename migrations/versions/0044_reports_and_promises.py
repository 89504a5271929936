"""Yearly reports as they were frozen; evidence, investors' words and notices of promises."""

import sqlalchemy as sa
from alembic import op

from congress.foundation.append_only import statements

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
APPEND_ONLY = ("promise_evidence", "promise_words", "promise_notices")
# what is frozen of a report
FIXED = ["id", "public_id", "congress_id", "period", "as_of", "document", "frozen_by"]


def upgrade() -> None:
    op.create_table(
        "year_reports",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("period", KEY, nullable=False),
        sa.Column("as_of", TIME, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("frozen_by", KEY, nullable=False),
        sa.Column("frozen_name", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("document_number", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decided_name", sa.String(length=120), nullable=False),
        sa.Column("decided_at", TIME, nullable=True),
        sa.CheckConstraint("state <> 'released' OR decided_by <> frozen_by", name="ck_year_reports_two_people"),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_year_reports_congress_id_congresses"),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name="fk_year_reports_decided_by_users"),
        sa.ForeignKeyConstraint(["frozen_by"], ["users.id"], name="fk_year_reports_frozen_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_year_reports"),
        sa.UniqueConstraint("public_id", name="uq_year_reports_public_id"),
    )
    op.create_index("ix_year_reports_congress_id", "year_reports", ["congress_id"])
    for statement in statements("year_reports", op.get_bind().dialect.name, fixed=FIXED):
        op.execute(statement)
    _add_promises()


def _add_promises() -> None:
    op.create_table(
        "promise_evidence",
        sa.Column("id", KEY, nullable=False),
        sa.Column("step_id", KEY, nullable=False),
        sa.Column("upload_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["step_id"], ["promise_steps.id"], name="fk_promise_evidence_step_id_promise_steps"),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name="fk_promise_evidence_upload_id_uploads"),
        sa.PrimaryKeyConstraint("id", name="pk_promise_evidence"),
        sa.UniqueConstraint("upload_id", name="uq_promise_evidence_upload_id"),
    )
    op.create_index("ix_promise_evidence_step_id", "promise_evidence", ["step_id"])
    op.create_table(
        "promise_words",
        sa.Column("id", KEY, nullable=False),
        sa.Column("promise_id", KEY, nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["promise_id"], ["promises.id"], name="fk_promise_words_promise_id_promises"),
        sa.PrimaryKeyConstraint("id", name="pk_promise_words"),
    )
    op.create_index("ix_promise_words_promise_id", "promise_words", ["promise_id"])
    op.create_table(
        "promise_links",
        sa.Column("id", KEY, nullable=False),
        sa.Column("promise_id", KEY, nullable=False),
        sa.Column("link_sha256", sa.String(length=64), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("tries", KEY, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["promise_id"], ["promises.id"], name="fk_promise_links_promise_id_promises"),
        sa.PrimaryKeyConstraint("id", name="pk_promise_links"),
        sa.UniqueConstraint("link_sha256", name="uq_promise_links_link_sha256"),
    )
    op.create_index("ix_promise_links_promise_id", "promise_links", ["promise_id"])
    op.create_table(
        "promise_notices",
        sa.Column("id", KEY, nullable=False),
        sa.Column("promise_id", KEY, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["promise_id"], ["promises.id"], name="fk_promise_notices_promise_id_promises"),
        sa.PrimaryKeyConstraint("id", name="pk_promise_notices"),
        sa.UniqueConstraint("promise_id", "due_on", "level", name="uq_promise_notices_promise_id_due_on_level"),
    )
    for table in APPEND_ONLY:
        for statement in statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    for table in ("promise_notices", "promise_links", "promise_words", "promise_evidence"):
        op.drop_table(table)
    op.drop_table("year_reports")
