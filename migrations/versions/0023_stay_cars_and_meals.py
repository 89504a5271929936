"""Where guests sleep, which cars fetch them, what the kitchens cook: wishes, hotels, trips, meals, lists handed over."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "handed_lists",
        sa.Column("id", KEY, nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("version", KEY, nullable=False),
        sa.Column("handed_at", TIME, nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_handed_lists_congress_id"),
        sa.PrimaryKeyConstraint("id", name="pk_handed_lists"),
        sa.UniqueConstraint("kind", "subject_id", name="uq_handed_lists_kind_subject_id"),
    )
    op.create_index("ix_handed_lists_congress_id", "handed_lists", ["congress_id"])
    op.create_table(
        "hotels",
        sa.Column("id", KEY, nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("position", KEY, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_hotels_congress_id"),
        sa.PrimaryKeyConstraint("id", name="pk_hotels"),
    )
    op.create_index("ix_hotels_congress_id", "hotels", ["congress_id"])
    op.create_table(
        "trips",
        sa.Column("id", KEY, nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("starts_at", TIME, nullable=False),
        sa.Column("window_minutes", KEY, nullable=False),
        sa.Column("hotel", sa.String(length=120), nullable=False),
        sa.Column("vehicle", sa.String(length=60), nullable=False),
        sa.Column("plate", sa.String(length=20), nullable=False),
        sa.Column("driver", sa.String(length=60), nullable=False),
        sa.Column("driver_phone", sa.String(length=40), nullable=False),
        sa.Column("sign", sa.String(length=60), nullable=False),
        sa.Column("seats", KEY, nullable=False),
        sa.Column("taken", KEY, nullable=False),
        sa.Column("link_digest", sa.String(length=64), nullable=True),
        sa.CheckConstraint("taken >= 0 AND taken <= seats", name="ck_trips_taken"),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_trips_congress_id"),
        sa.PrimaryKeyConstraint("id", name="pk_trips"),
        sa.UniqueConstraint("link_digest", name="uq_trips_link_digest"),
    )
    op.create_index("ix_trips_congress_id", "trips", ["congress_id"])
    op.create_table(
        "room_kinds",
        sa.Column("id", KEY, nullable=False),
        sa.Column("hotel_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("beds", KEY, nullable=False),
        sa.Column("smoking", sa.Boolean(), nullable=False),
        sa.Column("accessible", sa.Boolean(), nullable=False),
        sa.Column("price_fen", KEY, nullable=True),
        sa.CheckConstraint("beds >= 1", name="ck_room_kinds_beds"),
        sa.ForeignKeyConstraint(["hotel_id"], ["hotels.id"], name="fk_room_kinds_hotel_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_room_kinds"),
    )
    op.create_index("ix_room_kinds_hotel_id", "room_kinds", ["hotel_id"])
    op.create_table(
        "hotel_rooms",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind_id", KEY, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["kind_id"], ["room_kinds.id"], name="fk_hotel_rooms_kind_id"),
        sa.PrimaryKeyConstraint("id", name="pk_hotel_rooms"),
    )
    op.create_index("ix_hotel_rooms_kind_id", "hotel_rooms", ["kind_id"])
    op.create_table(
        "meals",
        sa.Column("id", KEY, nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("starts_at", TIME, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("forum_id", KEY, nullable=True),
        sa.Column("hotel_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_meals_congress_id"),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name="fk_meals_forum_id"),
        sa.ForeignKeyConstraint(["hotel_id"], ["hotels.id"], name="fk_meals_hotel_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_meals"),
    )
    op.create_index("ix_meals_congress_id", "meals", ["congress_id"])
    op.create_table(
        "rides",
        sa.Column("id", KEY, nullable=False),
        sa.Column("trip_id", KEY, nullable=False),
        sa.Column("registration_id", KEY, nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("picked_up_at", TIME, nullable=True),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("struck_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_rides_registration_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["trip_id"], ["trips.id"], name="fk_rides_trip_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_rides"),
        sa.UniqueConstraint("registration_id", "direction", name="uq_rides_registration_id_direction"),
    )
    op.create_index("ix_rides_trip_id", "rides", ["trip_id"])
    op.create_table(
        "room_nights",
        sa.Column("kind_id", KEY, nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("rooms", KEY, nullable=False),
        sa.Column("taken", KEY, nullable=False),
        sa.CheckConstraint("taken >= 0 AND taken <= rooms", name="ck_room_nights_taken"),
        sa.ForeignKeyConstraint(["kind_id"], ["room_kinds.id"], name="fk_room_nights_kind_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("kind_id", "night", name="pk_room_nights"),
    )
    op.create_table(
        "stay_wishes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("registration_id", KEY, nullable=False),
        sa.Column("arrives_at", TIME, nullable=True),
        sa.Column("arrives_to", sa.String(length=60), nullable=False),
        sa.Column("arrives_by", sa.String(length=20), nullable=False),
        sa.Column("leaves_at", TIME, nullable=True),
        sa.Column("leaves_from", sa.String(length=60), nullable=False),
        sa.Column("leaves_by", sa.String(length=20), nullable=False),
        sa.Column("luggage", KEY, nullable=False),
        sa.Column("room", sa.String(length=10), nullable=False),
        sa.Column("share_with", sa.String(length=10), nullable=False),
        sa.Column("smoking", sa.Boolean(), nullable=False),
        sa.Column("access_needs", sa.String(length=200), nullable=False),
        sa.Column("diet", sa.String(length=12), nullable=False),
        sa.Column("diet_note", sa.String(length=200), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_stay_wishes_registration_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_stay_wishes"),
        sa.UniqueConstraint("registration_id", name="uq_stay_wishes_registration_id"),
    )
    op.create_table(
        "lodgings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("registration_id", KEY, nullable=False),
        sa.Column("room_id", KEY, nullable=False),
        sa.Column("arrives", sa.Date(), nullable=False),
        sa.Column("leaves", sa.Date(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("struck_at", TIME, nullable=True),
        sa.CheckConstraint("arrives < leaves", name="ck_lodgings_nights"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_lodgings_registration_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["room_id"], ["hotel_rooms.id"], name="fk_lodgings_room_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lodgings"),
        sa.UniqueConstraint("registration_id", name="uq_lodgings_registration_id"),
    )
    op.create_index("ix_lodgings_room_id", "lodgings", ["room_id"])
    with op.batch_alter_table("parties", schema=None) as batch_op:
        batch_op.alter_column(
            "registration_id",
            existing_type=sa.BIGINT(),
            type_=KEY,
            existing_nullable=True,
        )
