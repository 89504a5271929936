"""What the foundation itself keeps about persons."""

from congress.foundation.audit import AuditEntry
from congress.foundation.batches import Batch
from congress.foundation.i18n import _l
from congress.foundation.personal import Ground, PersonalTable, acts_in_office
from congress.foundation.uploads import Upload
from congress.foundation.workdays import DaySetting

TABLES = [
    PersonalTable(
        model=AuditEntry,
        title=_l("What you did, by the audit trail"),
        purpose=_l("To account for what was done"),
        found_by={"user_id": "user"},
        shown=("at", "act", "object_kind", "object_id"),
        kept=Ground(_l("The audit trail keeps facts and numbers, never names; nobody can change it.")),
    ),
    PersonalTable(
        model=Upload,
        title=_l("Files that you sent"),
        purpose=_l("To account for what was done"),
        found_by={"user_id": "user"},
        shown=("filename", "media_type", "size", "created_at"),
        filled={"filename": "file"},
        kept=Ground(_l("Evidence and signed papers stay with what they prove; the file's name goes."), years=10),
    ),
    PersonalTable(
        model=Batch,
        title=_l("Files that were made for you"),
        purpose=_l("To account for what was done"),
        found_by={"user_id": "user"},
        shown=("work", "state", "created_at"),
        filled={"wish": {}},
        kept=Ground(_l("That something was made is kept; the file itself is removed when its time is over.")),
    ),
    acts_in_office(DaySetting, "set_by", "day", "set_at"),
]
