"""What seating plans keep about persons."""

from congress.foundation.i18n import _l
from congress.foundation.personal import Ground, PersonalTable, acts_in_office
from congress.seating.models import SeatGuest, SeatingPlan

TABLES = [
    PersonalTable(
        model=SeatGuest,
        title=_l("Your seats"),
        purpose=_l("To organise your attendance"),
        found_by={"registration_id": "registration"},
        shown=("rank", "place", "seat_row", "seat_column"),
        filled={"rank": None},
        kept=Ground(_l("A released plan stays whole; the seat names nobody any more.")),
    ),
    acts_in_office(SeatingPlan, "proposed_by", "state", "changed_at"),
]
