"""What the door was missing: quarantine, supervisors, undone entries, drills, companions, protocol guests, deputies."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("gate_devices", sa.Column("kiosk_pin", sa.String(length=64), nullable=True))
    op.add_column("gates", sa.Column("drill_since", TIME, nullable=True))
    op.add_column("gates", sa.Column("drill_until", TIME, nullable=True))
    op.create_table(
        "drill_scans",
        sa.Column("id", KEY, nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("gate_id", KEY, nullable=False),
        sa.Column("device_scan_id", sa.String(length=80), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("target", KEY, nullable=False),
        sa.Column("number", KEY, nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_drill_scans_congress_id_congresses"),
        sa.ForeignKeyConstraint(["gate_id"], ["gates.id"], name="fk_drill_scans_gate_id_gates"),
        sa.PrimaryKeyConstraint("id", name="pk_drill_scans"),
        sa.UniqueConstraint("gate_id", "device_scan_id", name="uq_drill_scans_gate_id_device_scan_id"),
    )
    op.create_index("ix_drill_scans_congress_id_target_number", "drill_scans", ["congress_id", "target", "number"])
    op.create_table(
        "quarantine_rulings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("scan_id", KEY, nullable=False),
        sa.Column("result", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("ruled_by", KEY, nullable=True),
        sa.Column("ruled_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name="fk_quarantine_rulings_scan_id_scans"),
        sa.ForeignKeyConstraint(["ruled_by"], ["users.id"], name="fk_quarantine_rulings_ruled_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine_rulings"),
        sa.UniqueConstraint("scan_id", name="uq_quarantine_rulings_scan_id"),
    )
    op.create_table(
        "gate_supervisors",
        sa.Column("id", KEY, nullable=False),
        sa.Column("gate_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("appointed_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["gate_id"], ["gates.id"], name="fk_gate_supervisors_gate_id_gates"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_gate_supervisors_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_gate_supervisors"),
        sa.UniqueConstraint("gate_id", "user_id", name="uq_gate_supervisors_gate_id_user_id"),
    )
    op.create_index("ix_gate_supervisors_user_id", "gate_supervisors", ["user_id"])
    op.create_table(
        "undone_entries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("badge_id", KEY, nullable=False),
        sa.Column("target", KEY, nullable=False),
        sa.Column("scan_id", KEY, nullable=False),
        sa.Column("came_at", TIME, nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("undone_by", KEY, nullable=True),
        sa.Column("undone_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_undone_entries_congress_id_congresses"),
        sa.ForeignKeyConstraint(["badge_id"], ["badges.id"], name="fk_undone_entries_badge_id_badges"),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name="fk_undone_entries_scan_id_scans"),
        sa.ForeignKeyConstraint(["undone_by"], ["users.id"], name="fk_undone_entries_undone_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_undone_entries"),
    )
    op.create_index("ix_undone_entries_congress_id_target", "undone_entries", ["congress_id", "target"])
    op.create_table(
        "companion_groups",
        sa.Column("id", KEY, nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("leader_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_companion_groups_congress_id_congresses"),
        sa.ForeignKeyConstraint(["leader_id"], ["registrations.id"], name="fk_companion_groups_leader_id_registrations"),
        sa.PrimaryKeyConstraint("id", name="pk_companion_groups"),
        sa.UniqueConstraint("leader_id", name="uq_companion_groups_leader_id"),
    )
    op.create_index("ix_companion_groups_congress_id", "companion_groups", ["congress_id"])
    op.create_table(
        "companions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("registration_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["companion_groups.id"], name="fk_companions_group_id_companion_groups", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_companions_registration_id_registrations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_companions"),
        sa.UniqueConstraint("registration_id", name="uq_companions_registration_id"),
    )
    op.create_index("ix_companions_group_id", "companions", ["group_id"])
    op.create_table(
        "protocol_guests",
        sa.Column("id", KEY, nullable=False),
        sa.Column("registration_id", KEY, nullable=False),
        sa.Column("liaison_id", KEY, nullable=False),
        sa.Column("gate_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_protocol_guests_registration_id_registrations"
        ),
        sa.ForeignKeyConstraint(["liaison_id"], ["users.id"], name="fk_protocol_guests_liaison_id_users"),
        sa.ForeignKeyConstraint(["gate_id"], ["gates.id"], name="fk_protocol_guests_gate_id_gates"),
        sa.PrimaryKeyConstraint("id", name="pk_protocol_guests"),
        sa.UniqueConstraint("registration_id", name="uq_protocol_guests_registration_id"),
    )
    op.create_index("ix_protocol_guests_liaison_id", "protocol_guests", ["liaison_id"])
    op.create_table(
        "deputies",
        sa.Column("id", KEY, nullable=False),
        sa.Column("registration_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("upload_id", KEY, nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_deputies_registration_id_registrations",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_deputies_person_id_people"),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name="fk_deputies_upload_id_uploads"),
        sa.PrimaryKeyConstraint("id", name="pk_deputies"),
    )  # fmt: skip
    op.create_index("ix_deputies_registration_id", "deputies", ["registration_id"])


def downgrade() -> None:
    op.drop_table("deputies")
    op.drop_table("protocol_guests")
    op.drop_table("companions")
    op.drop_table("companion_groups")
    op.drop_table("drill_scans")
    op.drop_column("gates", "drill_until")
    op.drop_column("gates", "drill_since")
    op.drop_table("undone_entries")
    op.drop_table("gate_supervisors")
    op.drop_table("quarantine_rulings")
    op.drop_column("gate_devices", "kiosk_pin")
