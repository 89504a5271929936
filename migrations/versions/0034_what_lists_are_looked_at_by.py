"""Who is looked for among a hundred thousand is found in an index that holds what is looked at."""

from alembic import op

revision = "0034"
down_revision = "0032"
branch_labels = None
depends_on = None

LOOKED_AT = ["congress_id", "status", "category_id", "name", "sound", "organisation", "code", "email", "phone_tail"]


def upgrade() -> None:
    op.create_index("ix_registrations_looked_at", "registrations", LOOKED_AT)


def downgrade() -> None:
    op.drop_index("ix_registrations_looked_at", "registrations")
