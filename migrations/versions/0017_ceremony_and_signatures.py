"""The ceremony: batches, agreements in their order, substitutions, numbers; who signs, and by which link."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("intentions", sa.Column("number", BIG, nullable=True))
    op.create_index("ix_intentions_congress_id_number", "intentions", ["congress_id", "number"], unique=True)
    op.add_column("parties", sa.Column("signatory", sa.String(200), nullable=False, server_default=""))
    op.add_column("parties", sa.Column("post", sa.String(200), nullable=False, server_default=""))
    op.add_column("parties", sa.Column("may_name", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("parties", sa.Column("may_amount", sa.Boolean(), nullable=False, server_default=sa.false()))
    # both databases take the reference with the column; SQLite would otherwise copy the table, which others point to
    op.execute(
        "ALTER TABLE parties ADD COLUMN registration_id BIGINT"
        " CONSTRAINT fk_parties_registration_id REFERENCES registrations (id)"
    )
    op.create_index(op.f("ix_parties_registration_id"), "parties", ["registration_id"])
    op.add_column("signatures", sa.Column("facts", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("screens", sa.Column("prepared_batch", BIG, nullable=True))
    op.add_column("screens", sa.Column("live_batch", BIG, nullable=True))
    op.create_table(
        "signing_links",
        sa.Column("id", BIG, nullable=False),
        sa.Column("intention_id", BIG, nullable=False),
        sa.Column("party_id", BIG, nullable=False),
        sa.Column("signatory", sa.String(200), nullable=False),
        sa.Column("link_sha256", sa.String(64), nullable=False),
        sa.Column("code_sha256", sa.String(64), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("tries", BIG, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["intention_id"], ["intentions.id"], name=op.f("fk_signing_links_intention_id")),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_signing_links_party_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_links")),
        sa.UniqueConstraint("link_sha256", name=op.f("uq_signing_links_link_sha256")),
    )
    for column in ("intention_id", "party_id"):
        op.create_index(op.f(f"ix_signing_links_{column}"), "signing_links", [column])
    op.create_table(
        "ceremonies",
        sa.Column("id", BIG, nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("cue", BIG, nullable=False),
        sa.Column("revision", BIG, nullable=False),
        sa.Column("totals_released_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name=op.f("fk_ceremonies_congress_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ceremonies")),
        sa.UniqueConstraint("congress_id", name=op.f("uq_ceremonies_congress_id")),
    )
    op.create_table(
        "ceremony_batches",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ceremony_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("title_zh", sa.String(200), nullable=False),
        sa.Column("title_en", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["ceremony_id"], ["ceremonies.id"], name=op.f("fk_ceremony_batches_ceremony_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ceremony_batches")),
    )
    op.create_index(op.f("ix_ceremony_batches_ceremony_id"), "ceremony_batches", ["ceremony_id"])
    op.create_table(
        "ceremony_items",
        sa.Column("id", BIG, nullable=False),
        sa.Column("batch_id", BIG, nullable=False),
        sa.Column("intention_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("cue", BIG, nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["ceremony_batches.id"], name=op.f("fk_ceremony_items_batch_id")),
        sa.ForeignKeyConstraint(["intention_id"], ["intentions.id"], name=op.f("fk_ceremony_items_intention_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ceremony_items")),
        sa.UniqueConstraint("intention_id", name=op.f("uq_ceremony_items_intention_id")),
    )
    op.create_index(op.f("ix_ceremony_items_batch_id"), "ceremony_items", ["batch_id"])
    op.create_table(
        "substitutions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("intention_id", BIG, nullable=False),
        sa.Column("party", sa.String(200), nullable=False),
        sa.Column("before", sa.String(200), nullable=False),
        sa.Column("after", sa.String(200), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("decided_by", sa.String(120), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["intention_id"], ["intentions.id"], name=op.f("fk_substitutions_intention_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitutions")),
    )
    op.create_index(op.f("ix_substitutions_intention_id"), "substitutions", ["intention_id"])


def downgrade() -> None:
    op.drop_column("signatures", "facts")
    for column in ("live_batch", "prepared_batch"):
        op.drop_column("screens", column)
    for table in ("signing_links", "substitutions", "ceremony_items", "ceremony_batches", "ceremonies"):
        op.drop_table(table)
    op.drop_index(op.f("ix_parties_registration_id"), "parties")
    for column in ("registration_id", "may_amount", "may_name", "post", "signatory"):
        op.execute(f"ALTER TABLE parties DROP COLUMN {column}")
    op.drop_index("ix_intentions_congress_id_number", "intentions")
    op.drop_column("intentions", "number")
