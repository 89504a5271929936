"""What questions keep about persons."""

from congress.foundation.i18n import _l
from congress.foundation.personal import Ground, PersonalTable
from congress.questions.models import AnswerFile, AnswerSheet, FollowUpSheet

TABLES = [
    PersonalTable(
        model=AnswerSheet,
        title=_l("Your answers to the questions of the congress"),
        purpose=_l("To organise your attendance"),
        found_by={"registration_id": "registration"},
        shown=("form.version", "told", "answered_at"),
        filled={"answers": {}},
        kept=Ground(_l("That the questions were answered is counted; the answers go.")),
    ),
    PersonalTable(
        model=FollowUpSheet,
        title=_l("Your answers to what was asked later"),
        purpose=_l("To organise your attendance"),
        found_by={"registration_id": "registration"},
        shown=("follow_up.title_zh", "form.version", "told", "told_at", "answered_at"),
        filled={"answers": {}},
        kept=Ground(_l("That the questions were answered is counted; the answers go.")),
    ),
    PersonalTable(
        model=AnswerFile,
        title=_l("Files that you sent with your answers"),
        purpose=_l("To organise your attendance"),
        found_by={"registration_id": "registration"},
        shown=("filename", "media_type", "size", "sent_at"),
        erased=True,
    ),
]
