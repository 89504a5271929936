"""What slips keep about persons."""

from congress.changes.models import ChangeSlip, SlipTask
from congress.foundation.i18n import _l
from congress.foundation.personal import Fill, Ground, PersonalTable, acts_in_office

TABLES = [
    PersonalTable(
        model=ChangeSlip,
        title=_l("Change slips about you"),
        purpose=_l("To put lists and papers right after a change"),
        found_by={"registration_id": "registration"},
        shown=("kind", "before", "after", "written_at", "closed_at"),
        filled={"before": {}, "after": {}},
        kept=Ground(_l("That papers were printed again is counted; nothing in it names you any more.")),
    ),
    acts_in_office(ChangeSlip, "written_by", "kind", "written_at"),
    PersonalTable(
        model=SlipTask,
        title=_l("Papers that you put right"),
        purpose=_l("To account for what was done"),
        found_by={"done_by": "user"},
        names=(),
        shown=("paper", "done_name", "done_at"),
        filled={"done_name": Fill.PSEUDONYM},
        kept=Ground(_l("Who did what in office stays provable, by a number and without a name.")),
    ),
]
