"""What this slice itself keeps about persons."""

from congress.foundation.i18n import _l
from congress.foundation.personal import Fill, Ground, PersonalTable, acts_in_office
from congress.privacy.models import IdentityNumber, PolicePass, RightsRequest

TABLES = [
    PersonalTable(
        model=RightsRequest,
        title=_l("Your requests about your data"),
        purpose=_l("To prove that your rights were heard"),
        found_by={"person_id": "person", "user_id": "user"},
        names=("sender",),
        shown=("claim", "channel", "state", "received_on", "answer_by", "answer", "closed_at"),
        filled={"sender": Fill.PSEUDONYM, "note": ""},
        scrubbed=("answer",),
        kept=Ground(_l("That a request came and was answered must be provable; who asked goes."), years=3),
    ),
    PersonalTable(
        model=IdentityNumber,
        title=_l("Your identity document"),
        purpose=_l("To tell the police or the hotel who comes, where they ask"),
        found_by={"registration_id": "registration"},
        # the number itself is shown to whoever has a reason, one at a time
        shown=("kind", "masked", "consented_at"),
        erased=True,
    ),
    PersonalTable(
        model=PolicePass,
        title=_l("That you passed the police check"),
        purpose=_l("To tell the police or the hotel who comes, where they ask"),
        found_by={"registration_id": "registration"},
        shown=("noted_at",),
        erased=True,
    ),
    acts_in_office(PolicePass, "noted_by", "noted_at"),
]
