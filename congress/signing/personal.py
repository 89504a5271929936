"""What signings keep about persons."""

from congress.foundation.i18n import _l
from congress.foundation.personal import Fill, Ground, PersonalTable, acts_in_office
from congress.signing.models import Intention, IntentionAlumnus, NotSameProject, Party, Signature

TABLES = [
    PersonalTable(
        model=IntentionAlumnus,
        title=_l("Intentions that came about through you"),
        purpose=_l("To record what was agreed, and whose schools it counts for"),
        found_by={"registration_id": "registration"},
        gives={"intention_id": "intention"},
        names=("name",),
        shown=("name", "share"),
        filled={"name": Fill.PSEUDONYM},
        kept=Ground(_l("The share counts for your schools; your name in it goes."), years=10),
    ),
    PersonalTable(
        model=Intention,
        title=_l("What these intentions are"),
        purpose=_l("To record what was agreed, and whose schools it counts for"),
        found_by={"id": "intention"},
        shown=("public_id", "title", "category", "state", "created_at", "signed_at"),
        scrubbed=("title", "planned"),
        kept=Ground(_l("What was agreed is the parties' record. The sealed file stays as it was signed."), years=10),
    ),
    PersonalTable(
        model=Party,
        title=_l("Agreements that you are to sign, or signed"),
        purpose=_l("To record what was agreed, and whose schools it counts for"),
        found_by={"registration_id": "registration"},
        gives={"id": "party"},
        names=("signatory",),
        shown=("name", "signatory", "post"),
        filled={"signatory": Fill.PSEUDONYM, "post": ""},
        kept=Ground(_l("What was agreed is the parties' record. The sealed file stays as it was signed."), years=10),
    ),
    PersonalTable(
        model=Signature,
        title=_l("Your signatures"),
        purpose=_l("To record what was agreed, and whose schools it counts for"),
        found_by={"party_id": "party"},
        shown=("signatory", "how", "at"),
        kept=Ground(_l("Who signed is part of what was agreed, and stays as long as the parties' record."), years=10),
    ),
    acts_in_office(Intention, "filed_by", "public_id", "created_at"),
    acts_in_office(Signature, "taken_by", "at"),
    acts_in_office(NotSameProject, "said_by", "said_at"),
]
