"""What rooms, cars and meals keep about persons; all of it goes soon after the congress."""

from congress.foundation.i18n import _l
from congress.foundation.personal import PersonalTable
from congress.stay.models import Lodging, Ride, StayWish

HOSTING = _l("To find you a room, a car and food that you eat")

TABLES = [
    PersonalTable(
        model=StayWish,
        title=_l("Your journey and your wishes"),
        purpose=HOSTING,
        found_by={"registration_id": "registration"},
        shown=(
            "arrives_at", "arrives_to", "arrives_by", "leaves_at", "leaves_from", "leaves_by", "luggage", "room",
            "share_with", "smoking", "access_needs", "diet", "diet_note",
        ),
        erased=True,
    ),
    PersonalTable(
        model=Lodging,
        title=_l("Your room"),
        purpose=HOSTING,
        found_by={"registration_id": "registration"},
        shown=("room.number", "arrives", "leaves"),
        erased=True,
    ),
    PersonalTable(
        model=Ride,
        title=_l("Your cars"),
        purpose=HOSTING,
        found_by={"registration_id": "registration"},
        shown=("trip.place", "trip.starts_at", "direction", "picked_up_at"),
        erased=True,
    ),
]  # fmt: skip
