"""Second factors, sessions that can be ended from elsewhere, and places of login.

Expand only: what the release before reads stays as it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def _table(name: str, *columns: sa.Column, unique: list[list[str]]) -> None:
    """A table of things that belong to one user."""
    op.create_table(
        name,
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("user_id", NUMBER, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{name}_user_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        *(sa.UniqueConstraint(*key, name=f"uq_{name}_{'_'.join(key)}") for key in unique),
    )


def upgrade() -> None:
    op.add_column("users", sa.Column("password_set_at", TIME, nullable=True))
    op.add_column("users", sa.Column("must_change_password", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("users", sa.Column("second_phone", sa.String(20), nullable=True))
    _table(
        "login_places",
        sa.Column("place_hash", sa.String(64), nullable=False),
        sa.Column("is_known", sa.Boolean(), nullable=False),
        sa.Column("failed_logins", NUMBER, nullable=False),
        sa.Column("locked_until", TIME, nullable=True),
        sa.Column("seen_at", TIME, nullable=False),
        unique=[["user_id", "place_hash"]],
    )
    _table(
        "user_sessions",
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("device", sa.String(200), nullable=False),
        sa.Column("network", sa.String(45), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("proven_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        unique=[["secret_hash"]],
    )
    _table(
        "password_records",
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("set_at", TIME, nullable=False),
        unique=[],
    )
    _table(
        "totp_keys",
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_at", TIME, nullable=True),
        sa.Column("last_step", NUMBER, nullable=False),
        unique=[["user_id"]],
    )
    _table(
        "recovery_codes",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("used_at", TIME, nullable=True),
        unique=[["code_hash"]],
    )
    _table(
        "passkeys",
        sa.Column("credential_id", sa.String(700), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", NUMBER, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("last_used_at", TIME, nullable=True),
        unique=[["credential_id"]],
    )
    for name in ("user_sessions", "password_records", "recovery_codes", "passkeys"):
        op.create_index(f"ix_{name}_user_id", name, ["user_id"])


def downgrade() -> None:
    for name in ("passkeys", "recovery_codes", "totp_keys", "password_records", "user_sessions", "login_places"):
        op.drop_table(name)
    with op.batch_alter_table("users") as users:
        for column in ("second_phone", "must_change_password", "password_set_at"):
            users.drop_column(column)
