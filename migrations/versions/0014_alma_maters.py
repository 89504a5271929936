"""Alma maters: claims with degree and state, rolls to match them against, and credit that waits for them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
HASH = sa.String(length=64)


def upgrade() -> None:
    with op.batch_alter_table("educations") as table:
        table.add_column(sa.Column("degree", sa.String(length=12), nullable=False, server_default=""))
        table.add_column(sa.Column("state", sa.String(length=10), nullable=False, server_default="claimed"))
        table.add_column(sa.Column("claimed_at", TIME, nullable=True))
        table.add_column(sa.Column("reason", sa.String(length=500), nullable=False, server_default=""))
    # nobody noted when; not later than the person became known, as far as the line of those who wait goes
    op.execute(
        "UPDATE educations SET claimed_at = (SELECT created_at FROM people WHERE people.id = educations.person_id)"
    )
    op.execute("UPDATE educations SET state = 'confirmed' WHERE confirmed_at IS NOT NULL")
    with op.batch_alter_table("educations") as table:
        table.alter_column("claimed_at", existing_type=TIME, nullable=False)
    op.create_index("ix_educations_school_id_state_claimed_at", "educations", ["school_id", "state", "claimed_at"])
    with op.batch_alter_table("intention_schools") as table:
        # what was recorded so far counts as named by the parties
        table.add_column(sa.Column("from_alumni", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "alma_mater_switches",
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["congress_id"], ["congresses.id"], name="fk_alma_mater_switches_congress_id_congresses"
        ),
        sa.PrimaryKeyConstraint("congress_id", name="pk_alma_mater_switches"),
    )
    op.create_table(
        "roll_entries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("school_id", KEY, nullable=False),
        sa.Column("by_name", HASH, nullable=False),
        sa.Column("by_year", HASH, nullable=False),
        sa.Column("by_degree", HASH, nullable=False),
        sa.Column("by_number", HASH, nullable=False),
        sa.Column("added_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name="fk_roll_entries_school_id_schools"),
        sa.PrimaryKeyConstraint("id", name="pk_roll_entries"),
        sa.UniqueConstraint(
            "school_id", "by_degree", "by_number", name="uq_roll_entries_school_id_by_degree_by_number"
        ),
    )
    op.create_index("ix_roll_entries_by_name", "roll_entries", ["by_name"])
    op.create_index("ix_roll_entries_by_year", "roll_entries", ["by_year"])
    op.create_index("ix_roll_entries_by_degree", "roll_entries", ["by_degree"])


def downgrade() -> None:
    op.drop_table("roll_entries")
    op.drop_table("alma_mater_switches")
    with op.batch_alter_table("intention_schools") as table:
        table.drop_column("from_alumni")
    op.drop_index("ix_educations_school_id_state_claimed_at", "educations")
    with op.batch_alter_table("educations") as table:
        for column in ("reason", "claimed_at", "state", "degree"):
            table.drop_column(column)
