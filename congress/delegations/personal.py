"""What delegations keep about persons."""

from congress.delegations.models import Delegation, Nominee
from congress.foundation.i18n import _l
from congress.foundation.personal import ADDRESS, Fill, Ground, PersonalTable

COUNTED = Ground(_l("The place is counted; nothing in it names you any more."))

TABLES = [
    PersonalTable(
        model=Delegation,
        title=_l("Delegations whose contact you are"),
        purpose=_l("To organise a delegation"),
        found_by={"email": ADDRESS, "phone": ADDRESS},
        names=("contact_name",),
        shown=("name", "contact_name", "email", "phone", "created_at"),
        filled={"contact_name": Fill.PSEUDONYM, "email": None, "phone": None},
        kept=COUNTED,
    ),
    PersonalTable(
        model=Nominee,
        title=_l("Your place in a delegation"),
        purpose=_l("To organise your attendance"),
        found_by={"registration_id": "registration"},
        shown=("delegation.name", "nominated_at", "completed_at", "withdrawn_at"),
        kept=COUNTED,
    ),
]
