"""Photos, plans and sponsors; where sessions came from; dates of other platforms and of schools."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "pictures",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("media_type", sa.String(20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_pictures")),
    )
    op.create_table(
        "sponsors",
        sa.Column("id", BIG, nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("name_en", sa.String(120), nullable=False),
        sa.Column("level", sa.String(10), nullable=False),
        sa.Column("link", sa.String(300), nullable=False),
        sa.Column("logo", sa.String(40), nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name=op.f("fk_sponsors_congress_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsors")),
        sa.UniqueConstraint("congress_id", "name", name=op.f("uq_sponsors_congress_id_name")),
    )
    op.create_table(
        "programme_files",
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("zone", sa.String(60), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name=op.f("fk_programme_files_congress_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_programme_files_user_id")),
        sa.PrimaryKeyConstraint("congress_id", "user_id", name=op.f("pk_programme_files")),
    )
    op.create_table(
        "outside_events",
        sa.Column("id", BIG, nullable=False),
        sa.Column("school_id", BIG, nullable=True),
        sa.Column("title_zh", sa.String(200), nullable=False),
        sa.Column("title_en", sa.String(200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("place_zh", sa.String(120), nullable=False),
        sa.Column("place_en", sa.String(120), nullable=False),
        sa.Column("giver", sa.String(120), nullable=False),
        sa.Column("link", sa.String(300), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_outside_events_days")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_outside_events_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_events")),
    )
    op.create_index(op.f("ix_outside_events_school_id"), "outside_events", ["school_id"])
    op.create_index(op.f("ix_outside_events_starts_on"), "outside_events", ["starts_on"])
    with op.batch_alter_table("sessions") as batch:
        batch.add_column(sa.Column("source", sa.String(60), nullable=False, server_default=""))
        batch.add_column(sa.Column("vanished_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("speakers") as batch:
        batch.add_column(sa.Column("photo", sa.String(40), nullable=False, server_default=""))
    with op.batch_alter_table("rooms") as batch:
        batch.add_column(sa.Column("plan", sa.String(40), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("rooms") as batch:
        batch.drop_column("plan")
    with op.batch_alter_table("speakers") as batch:
        batch.drop_column("photo")
    with op.batch_alter_table("sessions") as batch:
        batch.drop_column("vanished_at")
        batch.drop_column("source")
    for table in ("outside_events", "programme_files", "sponsors", "pictures"):
        op.drop_table(table)
