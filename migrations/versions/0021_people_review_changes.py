"""Who was found not to be whom."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0018"
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


def downgrade() -> None:
    op.drop_table("not_doubles")
