"""Lists of registrations in their two orders, each read from an index."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_registrations_congress_id_id", "registrations", ["congress_id", "id"])
    op.create_index("ix_registrations_congress_id_stroke_key", "registrations", ["congress_id", "stroke_key", "id"])


def downgrade() -> None:
    op.drop_index("ix_registrations_congress_id_stroke_key", "registrations")
    op.drop_index("ix_registrations_congress_id_id", "registrations")
