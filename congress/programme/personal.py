"""What the programme keeps about persons who use it; speakers are named in public and stand in no account."""

from congress.foundation.i18n import _l
from congress.foundation.personal import PersonalTable, acts_in_office
from congress.programme.models import ProgrammeRelease, Star, WaitingFile

TABLES = [
    PersonalTable(
        model=Star,
        title=_l("Sessions that you marked"),
        purpose=_l("To organise your attendance"),
        found_by={"user_id": "user"},
        shown=("session_id",),
        erased=True,
    ),
    acts_in_office(WaitingFile, "user_id", "filename", "sent_at"),
    acts_in_office(ProgrammeRelease, "proposed_by", "version", "proposed_at"),
    acts_in_office(ProgrammeRelease, "decided_by", "version", "decided_at"),
]
