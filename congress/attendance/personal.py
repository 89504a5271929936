"""What the lists of attendance keep about persons."""

from congress.attendance.models import Certificate
from congress.foundation.i18n import _l
from congress.foundation.personal import PersonalTable

TABLES = [
    PersonalTable(
        model=Certificate,
        title=_l("Certificates of your attendance"),
        purpose=_l("To organise your attendance"),
        found_by={"registration_id": "registration"},
        shown=("code", "issued_at"),
        erased=True,
    )
]
