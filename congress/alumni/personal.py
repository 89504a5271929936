"""What is kept about persons themselves."""

from congress.alumni.models import Consent, Education, Person, PersonKey
from congress.foundation.i18n import _l
from congress.foundation.personal import ADDRESS, Fill, Ground, PersonalTable, acts_in_office

KNOWING = _l("To know who you are and how to reach you")

TABLES = [
    PersonalTable(
        model=Person,
        title=_l("You"),
        purpose=KNOWING,
        found_by={"id": "person", "user_id": "user"},
        gives={"id": "person", "user_id": "user", "email": ADDRESS, "phone": ADDRESS},
        names=("name",),
        identifies=True,
        shown=("name", "family_name", "given_name", "email", "phone", "organisation", "title", "nationality",
               "created_at"),
        filled={"user_id": None, "name": Fill.PSEUDONYM, "family_name": "", "given_name": "", "sound": "",
                "email": None, "phone": None, "organisation": "", "title": "", "nationality": ""},
        kept=Ground(_l("A nameless entry stays, so that counts and lists stay right.")),
    ),
    PersonalTable(
        model=PersonKey,
        title=_l("By what you are known again"),
        purpose=KNOWING,
        found_by={"person_id": "person"},
        shown=("key",),
        erased=True,
    ),
    PersonalTable(
        model=Education,
        title=_l("Your schools"),
        purpose=KNOWING,
        found_by={"person_id": "person"},
        shown=("school.name", "graduated", "confirmed_at"),
        filled={"graduated": None},
        kept=Ground(_l("That somebody of this school came is counted; the year goes.")),
    ),
    PersonalTable(
        model=Consent,
        title=_l("What you agreed to"),
        purpose=_l("To prove what you agreed to"),
        found_by={"person_id": "person"},
        shown=("purpose", "text_version", "granted_at", "withdrawn_at"),
        kept=Ground(_l("Consents and withdrawals must be provable; they are kept without your name."), years=3),
    ),
    acts_in_office(Education, "confirmed_by", "confirmed_at"),
]  # fmt: skip
