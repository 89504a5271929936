"""Gates at which everybody enters once a day, or that are for one day alone; of each entry the day it belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("scans", "conflict_rulings", "undone_entries")
ONCE, BY_DAY = "uq_admissions_badge_id_target", "uq_admissions_badge_id_target_day"
# where everybody enters once, the first entry of several days is the one
FIRST_ALONE = """DELETE FROM admissions WHERE EXISTS (
    SELECT 1 FROM admissions AS before
    WHERE before.badge_id = admissions.badge_id AND before.target = admissions.target
      AND before.day < admissions.day)"""


def _day() -> sa.Column[int]:
    return sa.Column("day", KEY, server_default=sa.text("0"), nullable=False)


def upgrade() -> None:
    op.add_column("gates", sa.Column("daily", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("gates", sa.Column("day", sa.Date(), nullable=True))
    for table in TABLES:
        op.add_column(table, _day())
    with op.batch_alter_table("admissions") as admissions:
        admissions.add_column(_day())
        admissions.drop_constraint(ONCE, type_="unique")
        admissions.create_unique_constraint(BY_DAY, ["badge_id", "target", "day"])


def downgrade() -> None:
    op.execute(FIRST_ALONE)
    with op.batch_alter_table("admissions") as admissions:
        admissions.drop_constraint(BY_DAY, type_="unique")
        admissions.create_unique_constraint(ONCE, ["badge_id", "target"])
        admissions.drop_column("day")
    for table in TABLES:
        op.drop_column(table, "day")
    op.drop_column("gates", "day")
    op.drop_column("gates", "daily")
