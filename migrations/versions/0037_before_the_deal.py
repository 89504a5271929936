"""Filings before the deal 备案; foreign money, framework agreements, and one project known of several events."""

import sqlalchemy as sa
from alembic import op

from congress.foundation.append_only import statements

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
HASH = sa.String(length=64)
REFERS = ("follows_id", "same_as_id")


def upgrade() -> None:
    op.create_table(
        "filings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("number", KEY, nullable=False),
        sa.Column("filer_kind", sa.String(length=12), nullable=False),
        sa.Column("filer_code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("investor", sa.String(length=200), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("hint", sa.String(length=200), nullable=False),
        sa.Column("division_id", KEY, nullable=False),
        sa.Column("industry_id", KEY, nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("filed_by", KEY, nullable=True),
        sa.Column("filed_at", TIME, nullable=False),
        sa.Column("previous_hash", HASH, nullable=False),
        sa.Column("hash", HASH, nullable=False),
        sa.CheckConstraint("amount_fen > 0", name="ck_filings_amount"),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_filings_congress_id"),
        sa.ForeignKeyConstraint(["division_id"], ["divisions.id"], name="fk_filings_division_id"),
        sa.ForeignKeyConstraint(["filed_by"], ["users.id"], name="fk_filings_filed_by"),
        sa.ForeignKeyConstraint(["industry_id"], ["industries.id"], name="fk_filings_industry_id"),
        sa.PrimaryKeyConstraint("id", name="pk_filings"),
        sa.UniqueConstraint("congress_id", "number", name="uq_filings_congress_id_number"),
        sa.UniqueConstraint("public_id", name="uq_filings_public_id"),
    )
    op.create_index("ix_filings_filer_kind_filer_code", "filings", ["filer_kind", "filer_code"])
    op.create_table(
        "filing_standings",
        sa.Column("filing_id", KEY, autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("good_until", TIME, nullable=False),
        sa.Column("prolonged", sa.Boolean(), nullable=False),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("intention_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name="fk_filing_standings_filing_id"),
        sa.ForeignKeyConstraint(["intention_id"], ["intentions.id"], name="fk_filing_standings_intention_id"),
        sa.PrimaryKeyConstraint("filing_id", name="pk_filing_standings"),
    )
    op.create_index("ix_filing_standings_intention_id", "filing_standings", ["intention_id"])
    op.create_index("ix_filing_standings_state_good_until", "filing_standings", ["state", "good_until"])
    op.create_table(
        "filing_steps",
        sa.Column("id", KEY, nullable=False),
        sa.Column("filing_id", KEY, nullable=False),
        sa.Column("act", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("upload_id", KEY, nullable=True),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name="fk_filing_steps_filing_id"),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name="fk_filing_steps_upload_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_filing_steps_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_filing_steps"),
        sa.UniqueConstraint("upload_id", name="uq_filing_steps_upload_id"),
    )
    op.create_index("ix_filing_steps_filing_id", "filing_steps", ["filing_id"])
    op.create_table(
        "filing_links",
        sa.Column("id", KEY, nullable=False),
        sa.Column("filing_id", KEY, nullable=False),
        sa.Column("link_sha256", HASH, nullable=False),
        sa.Column("code_sha256", HASH, nullable=False),
        sa.Column("tries", KEY, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name="fk_filing_links_filing_id"),
        sa.PrimaryKeyConstraint("id", name="pk_filing_links"),
        sa.UniqueConstraint("link_sha256", name="uq_filing_links_link_sha256"),
    )
    op.create_index("ix_filing_links_filing_id", "filing_links", ["filing_id"])
    op.create_table(
        "not_same_projects",
        sa.Column("id", KEY, nullable=False),
        sa.Column("intention_id", KEY, nullable=False),
        sa.Column("other_id", KEY, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("said_by", KEY, nullable=True),
        sa.Column("said_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["intention_id"], ["intentions.id"], name="fk_not_same_projects_intention_id"),
        sa.ForeignKeyConstraint(["other_id"], ["intentions.id"], name="fk_not_same_projects_other_id"),
        sa.ForeignKeyConstraint(["said_by"], ["users.id"], name="fk_not_same_projects_said_by"),
        sa.PrimaryKeyConstraint("id", name="pk_not_same_projects"),
        sa.UniqueConstraint("intention_id", "other_id", name="uq_not_same_projects_intention_id_other_id"),
    )
    op.create_index("ix_not_same_projects_other_id", "not_same_projects", ["other_id"])
    with op.batch_alter_table("intentions") as intentions:
        for column in (
            sa.Column("cny_fen", sa.BigInteger(), nullable=True),
            sa.Column("rate", sa.String(length=20), nullable=True),
            sa.Column("rate_on", sa.Date(), nullable=True),
            sa.Column("rate_source", sa.String(length=120), server_default="", nullable=False),
            sa.Column("is_framework", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("follows_id", KEY, nullable=True),
            sa.Column("platform", sa.String(length=40), server_default="", nullable=False),
            sa.Column("same_as_id", KEY, nullable=True),
        ):
            intentions.add_column(column)
        for name in REFERS:
            intentions.create_index(f"ix_intentions_{name}", [name])
            intentions.create_foreign_key(f"fk_intentions_{name}", "intentions", [name], ["id"])
        intentions.create_check_constraint("ck_intentions_cny", "cny_fen >= 0")
        intentions.create_check_constraint("ck_intentions_same_as", "same_as_id <> id")
    with op.batch_alter_table("roster_files") as files:
        files.add_column(sa.Column("subject", sa.String(length=12), server_default="people", nullable=False))
    for table in ("filings", "filing_steps"):
        for statement in statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("roster_files") as files:
        files.drop_column("subject")
    with op.batch_alter_table("intentions") as intentions:
        intentions.drop_constraint("ck_intentions_same_as", type_="check")
        intentions.drop_constraint("ck_intentions_cny", type_="check")
        for name in REFERS:
            intentions.drop_constraint(f"fk_intentions_{name}", type_="foreignkey")
            intentions.drop_index(f"ix_intentions_{name}")
        for name in ("cny_fen", "rate", "rate_on", "rate_source", "is_framework", "platform", *REFERS):
            intentions.drop_column(name)
    op.drop_table("not_same_projects")
    for table in ("filing_links", "filing_steps", "filing_standings", "filings"):
        op.drop_table(table)
