"""The person's rights: requests, numbers of identity documents, dates of retention; steps of calls may lose names."""

import sqlalchemy as sa
from alembic import op

from congress.foundation.append_only import statements

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
FIXED_STEP = ("id", "call_id", "step", "user_id", "at")


def upgrade() -> None:
    op.create_table(
        "rights_requests",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("claim", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("closed_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_rights_requests_person_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_rights_requests_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rights_requests"),
        sa.UniqueConstraint("public_id", name="uq_rights_requests_public_id"),
    )
    op.create_index("ix_rights_requests_person_id", "rights_requests", ["person_id"])
    op.create_index("ix_rights_requests_user_id", "rights_requests", ["user_id"])
    op.create_index("ix_rights_requests_state_answer_by", "rights_requests", ["state", "answer_by"])
    op.create_table(
        "identity_terms",
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("is_asked", sa.Boolean(), nullable=False),
        sa.Column("why_zh", sa.String(length=300), nullable=False),
        sa.Column("why_en", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_identity_terms_congress_id"),
        sa.PrimaryKeyConstraint("congress_id", name="pk_identity_terms"),
    )
    op.create_table(
        "identity_numbers",
        sa.Column("id", KEY, nullable=False),
        sa.Column("registration_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("masked", sa.String(length=20), nullable=False),
        sa.Column("consent_version", sa.String(length=20), nullable=False),
        sa.Column("consented_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_identity_numbers_registration_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_identity_numbers"),
        sa.UniqueConstraint("registration_id", name="uq_identity_numbers_registration_id"),
    )
    op.create_index("ix_identity_numbers_digest", "identity_numbers", ["digest"])
    op.create_table(
        "retention_dates",
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_retention_dates_congress_id"),
        sa.PrimaryKeyConstraint("congress_id", "kind", name="pk_retention_dates"),
    )
    _guard_steps(FIXED_STEP)


def downgrade() -> None:
    _guard_steps(())
    for table in ("retention_dates", "identity_numbers", "identity_terms", "rights_requests"):
        op.drop_table(table)


def _guard_steps(fixed: tuple[str, ...]) -> None:
    """Let a call's steps only grow; with `fixed` an erasure may change the other columns."""
    dialect = op.get_bind().dialect.name
    on = "" if dialect == "sqlite" else " ON help_steps"
    for act in ("UPDATE", "DELETE"):
        op.execute(f"DROP TRIGGER help_steps_no_{act}{on}")
    for statement in statements("help_steps", dialect, fixed=fixed):
        op.execute(statement)
