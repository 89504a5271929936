"""What the handbook keeps about persons."""

from congress.foundation.i18n import _l
from congress.foundation.personal import PersonalTable, acts_in_office
from congress.handbook.models import AgendaFeed, HandbookReview

TABLES = [
    PersonalTable(
        model=AgendaFeed,
        title=_l("The address of your calendar"),
        purpose=_l("To organise your attendance"),
        found_by={"registration_id": "registration"},
        shown=("created_at",),
        erased=True,
    ),
    acts_in_office(HandbookReview, "first_by", "number", "state"),
    acts_in_office(HandbookReview, "second_by", "number", "state"),
]
