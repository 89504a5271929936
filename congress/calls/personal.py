"""What calls for topics keep about persons."""

from congress.calls.models import Proposal, ProposedSpeaker, Review, TopicReviewer
from congress.foundation.i18n import _l
from congress.foundation.personal import ADDRESS, Fill, Ground, PersonalTable, acts_in_office

CHOOSING = _l("To choose topics and to ask speakers")
DECIDED = Ground(_l("What was proposed and decided stays; who proposed goes."), years=3)

TABLES = [
    PersonalTable(
        model=Proposal,
        title=_l("Topics that you proposed"),
        purpose=CHOOSING,
        found_by={"user_id": "user", "contact": ADDRESS},
        names=("proposer",),
        shown=("title_zh", "title_en", "abstract", "proposer", "organisation", "contact", "state", "reason", "made_at"),
        filled={"proposer": Fill.PSEUDONYM, "organisation": "", "contact": ""},
        scrubbed=("title_zh", "title_en", "abstract", "reason"),
        kept=DECIDED,
    ),
    PersonalTable(
        model=ProposedSpeaker,
        title=_l("Where you were asked to speak"),
        purpose=CHOOSING,
        found_by={"email": ADDRESS},
        names=("name",),
        shown=("name", "organisation", "title", "email", "state", "answered_at"),
        filled={"name": Fill.PSEUDONYM, "organisation": "", "title": "", "email": None},
        kept=DECIDED,
    ),
    acts_in_office(TopicReviewer, "user_id", "call_id"),
    acts_in_office(Review, "user_id", "scores", "comment", "at"),
]
