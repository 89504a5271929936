"""What looking for doubles keeps about persons."""

from congress.foundation.i18n import _l
from congress.foundation.personal import PersonalTable, acts_in_office
from congress.people.models import NotDouble

TABLES = [
    PersonalTable(
        model=NotDouble,
        title=_l("Whom you were found not to be"),
        purpose=_l("To keep one record for one person"),
        found_by={"person_id": "person", "other_id": "person"},
        shown=("reason", "said_at"),
        erased=True,
    ),
    acts_in_office(NotDouble, "said_by", "said_at"),
]
