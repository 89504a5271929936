"""What calls for help keep about persons."""

from congress.foundation.i18n import _l
from congress.foundation.personal import Fill, Ground, PersonalTable, acts_in_office
from congress.helpdesk.models import CallStep, HelpCall

HELPING = _l("To help you")
FIGURES = Ground(_l("How many calls there were and how fast they were answered is counted; who called goes."))

TABLES = [
    PersonalTable(
        model=HelpCall,
        title=_l("Your calls"),
        purpose=HELPING,
        found_by={"caller_id": "user"},
        gives={"id": "call"},
        names=("name",),
        shown=("name", "contact", "field", "subject", "text", "state", "called_at", "solved_at", "rating"),
        filled={"name": Fill.PSEUDONYM, "contact": "", "subject": Fill.PSEUDONYM, "text": ""},
        kept=FIGURES,
    ),
    PersonalTable(
        model=CallStep,
        title=_l("What was said about your calls"),
        purpose=HELPING,
        found_by={"call_id": "call"},
        shown=("step", "text", "who", "at"),
        filled={"text": ""},
        scrubbed=("who",),
        kept=FIGURES,
    ),
    acts_in_office(HelpCall, "officer_id", "public_id", "taken_at"),
    acts_in_office(CallStep, "user_id", "step", "at"),
]
