"""What the gates keep about persons. Scans are facts about badges: once the badge names nobody, they do not either."""

from congress.checkin.models import (
    Admission,
    Companion,
    CompanionGroup,
    ConflictRuling,
    GateSupervisor,
    ProtocolGuest,
    QuarantineRuling,
    Scan,
    UndoneEntry,
)
from congress.foundation.i18n import _l
from congress.foundation.personal import Ground, PersonalTable, acts_in_office

ENTERING = _l("To let in whoever is entitled, and to know who is in the hall")
FACT = Ground(_l("What a gate saw of a badge is never lost; the badge names nobody any more."))

TABLES = [
    PersonalTable(
        model=Scan,
        title=_l("When your badge was scanned"),
        purpose=ENTERING,
        found_by={"badge_id": "badge"},
        shown=("received_at", "counted_at", "gate_told", "device", "result"),
        kept=FACT,
    ),
    PersonalTable(
        model=Admission,
        title=_l("When you came in"),
        purpose=ENTERING,
        found_by={"badge_id": "badge"},
        shown=("at", "gate_id", "device"),
        kept=FACT,
    ),
    PersonalTable(
        model=UndoneEntry,
        title=_l("Entries that were taken back"),
        purpose=ENTERING,
        found_by={"badge_id": "badge"},
        shown=("came_at", "reason", "undone_at"),
        scrubbed=("reason",),
        kept=FACT,
    ),
    PersonalTable(
        model=ConflictRuling,
        title=_l("Conflicts of scans that were settled"),
        purpose=ENTERING,
        found_by={"badge_id": "badge"},
        shown=("reason", "ruled_at"),
        scrubbed=("reason",),
        kept=FACT,
    ),
    PersonalTable(
        model=CompanionGroup,
        title=_l("Parties that you led"),
        purpose=ENTERING,
        found_by={"leader_id": "registration"},
        shown=("name",),
        scrubbed=("name",),
        kept=FACT,
    ),
    PersonalTable(
        model=Companion,
        title=_l("Parties that you came with"),
        purpose=ENTERING,
        found_by={"registration_id": "registration"},
        shown=("group_id",),
        erased=True,
    ),
    PersonalTable(
        model=ProtocolGuest,
        title=_l("Who was to bring you in"),
        purpose=ENTERING,
        found_by={"registration_id": "registration"},
        shown=("gate_id",),
        erased=True,
    ),
    acts_in_office(ProtocolGuest, "liaison_id", "gate_id"),
    acts_in_office(GateSupervisor, "user_id", "gate_id", "appointed_at"),
    acts_in_office(ConflictRuling, "ruled_by", "ruled_at"),
    acts_in_office(QuarantineRuling, "ruled_by", "ruled_at"),
    acts_in_office(UndoneEntry, "undone_by", "undone_at"),
]
