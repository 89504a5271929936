"""What reviewing keeps about persons."""

from congress.foundation.i18n import _l
from congress.foundation.personal import Ground, PersonalTable, acts_in_office
from congress.review.models import ReviewMark, ReviewQuestion

TABLES = [
    PersonalTable(
        model=ReviewQuestion,
        title=_l("What was asked of you before you were let in"),
        purpose=_l("To decide whether you can take part"),
        found_by={"registration_id": "registration"},
        shown=("question", "asked_at", "answer", "answered_at"),
        filled={"answer": ""},
        scrubbed=("question",),
        kept=Ground(_l("That something was asked stays; your answer goes.")),
    ),
    PersonalTable(
        model=ReviewMark,
        title=_l("Which offices agreed that you take part"),
        purpose=_l("To decide whether you can take part"),
        found_by={"registration_id": "registration"},
        shown=("office", "said_at"),
        kept=Ground(_l("That an office agreed stays; nothing in it names you.")),
    ),
    acts_in_office(ReviewMark, "said_by", "office", "said_at"),
    acts_in_office(ReviewQuestion, "asked_by", "asked_at"),
]
