"""What boards and ledger keep about persons: objections, and acts in office. No ledger entry names a person."""

from congress.credit.models import (
    Correction,
    Dispute,
    DisputeStatement,
    Objection,
    Publication,
    PublicationStep,
    RuleVersion,
)
from congress.foundation.i18n import _l
from congress.foundation.personal import Fill, Ground, PersonalTable, acts_in_office

TABLES = [
    PersonalTable(
        model=Objection,
        title=_l("Your objections"),
        purpose=_l("To hear objections and to answer them"),
        found_by={"filed_by": "user"},
        names=("objector",),
        shown=("objector", "contact", "letter", "text", "state", "answer", "filed_at", "decided_at"),
        filled={"objector": Fill.PSEUDONYM, "contact": ""},
        scrubbed=("letter", "text", "answer"),
        kept=Ground(_l("A board stands on its objections being heard; who objected goes."), years=10),
    ),
    acts_in_office(Objection, "decided_by", "public_id", "decided_at"),
    acts_in_office(Dispute, "opened_by", "public_id", "opened_at"),
    acts_in_office(Dispute, "decided_by", "public_id", "decided_at"),
    acts_in_office(DisputeStatement, "filed_by", "at"),
    acts_in_office(RuleVersion, "made_by", "version", "made_at"),
    acts_in_office(RuleVersion, "decided_by", "version"),
    acts_in_office(Publication, "computed_by", "public_id", "computed_at"),
    acts_in_office(Publication, "published_by", "public_id", "published_at"),
    acts_in_office(PublicationStep, "user_id", "state", "at"),
    acts_in_office(Correction, "made_by", "public_id", "made_at"),
]
