"""What registrations keep about persons."""

from congress.foundation.i18n import _l
from congress.foundation.personal import ADDRESS, Fill, Ground, PersonalTable, acts_in_office
from congress.registration.models import (
    Badge,
    BadgePrint,
    CredentialPhoto,
    Deputy,
    Holding,
    Invitation,
    Registration,
    RosterFile,
)

ATTENDING = _l("To organise your attendance")
COUNTED = Ground(_l("The place is counted; nothing in it names you any more."))

TABLES = [
    PersonalTable(
        model=Registration,
        title=_l("Your registrations"),
        purpose=ATTENDING,
        found_by={"person_id": "person"},
        gives={"id": "registration", "email": ADDRESS, "phone": ADDRESS},
        names=("name",),
        identifies=True,
        shown=("code", "congress.title_zh", "category.name_zh", "status", "name", "organisation", "title", "delegation",
               "email", "phone", "office_number", "language", "answers",
               "created_at", "changed_at", "number"),
        filled={"name": Fill.PSEUDONYM, "organisation": "", "title": "", "delegation": "", "email": None, "phone": None,
                "office_number": None,
                "phone_tail": "", "sound": "", "stroke_key": "", "answers": {}},
        kept=COUNTED,
    ),
    PersonalTable(
        model=Holding,
        title=_l("Your forums"),
        purpose=ATTENDING,
        found_by={"registration_id": "registration"},
        shown=("forum.title_zh", "status", "created_at"),
        kept=COUNTED,
    ),
    PersonalTable(
        model=Badge,
        title=_l("Your badges"),
        purpose=ATTENDING,
        found_by={"registration_id": "registration"},
        gives={"id": "badge"},
        shown=("number", "serial", "code", "issued_at", "revoked_at", "printed_at"),
        scrubbed=("reason",),
        kept=COUNTED,
    ),
    PersonalTable(
        model=CredentialPhoto,
        title=_l("Your photo for the badge"),
        purpose=_l("To let those who review, and the desk, know you again"),
        found_by={"registration_id": "registration"},
        shown=("kept_at",),
        erased=True,
    ),
    PersonalTable(
        model=BadgePrint,
        title=_l("When your badge was printed"),
        purpose=ATTENDING,
        found_by={"badge_id": "badge"},
        shown=("at", "desk"),
        kept=COUNTED,
    ),
    PersonalTable(
        model=Deputy,
        title=_l("Who was expected and sent a deputy"),
        purpose=ATTENDING,
        found_by={"person_id": "person"},
        names=("name",),
        shown=("name", "organisation", "title", "reason", "at"),
        filled={"name": Fill.PSEUDONYM, "organisation": "", "title": ""},
        scrubbed=("reason",),
        kept=COUNTED,
    ),
    PersonalTable(
        model=Deputy,
        title=_l("Whose deputy you were"),
        purpose=ATTENDING,
        found_by={"registration_id": "registration"},
        # the other's name is theirs
        shown=("at",),
        scrubbed=("reason",),
        kept=COUNTED,
    ),
    PersonalTable(
        model=Invitation,
        title=_l("Invitations to you"),
        purpose=ATTENDING,
        found_by={"registration_id": "registration", "email": ADDRESS, "phone": ADDRESS},
        shown=("label", "email", "phone", "created_at", "expires_at", "used_at"),
        filled={"label": Fill.PSEUDONYM, "email": None, "phone": None},
        kept=COUNTED,
    ),
    acts_in_office(BadgePrint, "user_id", "at", "desk"),
    acts_in_office(RosterFile, "user_id", "filename", "created_at"),
]  # fmt: skip
