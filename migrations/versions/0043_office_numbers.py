"""The number by which the office that brings lists knows a person, so that such lists can be brought again."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("registrations", sa.Column("office_number", sa.String(length=60), nullable=True))
    op.create_index(
        "ix_registrations_congress_id_office_number", "registrations", ["congress_id", "office_number"], unique=True
    )


def downgrade() -> None:
    op.drop_index("ix_registrations_congress_id_office_number", table_name="registrations")
    op.drop_column("registrations", "office_number")
