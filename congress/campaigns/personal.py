"""What campaigns keep about persons."""

from congress.campaigns.models import Campaign, CampaignLetter, Reminder, ReminderLetter, Unsubscribed
from congress.foundation.i18n import _l
from congress.foundation.personal import ADDRESS, PersonalTable, acts_in_office

ONCE = _l("To write to you once, and no more if you do not want it")

TABLES = [
    PersonalTable(
        model=CampaignLetter,
        title=_l("Campaigns that you were sent"),
        purpose=ONCE,
        found_by={"registration_id": "registration", "address": ADDRESS},
        shown=("address", "created_at"),
        erased=True,
    ),
    PersonalTable(
        model=ReminderLetter,
        title=_l("What you were reminded of and thanked for"),
        purpose=ONCE,
        found_by={"registration_id": "registration", "address": ADDRESS},
        shown=("address", "created_at"),
        erased=True,
    ),
    PersonalTable(
        model=Unsubscribed,
        title=_l("Addresses of yours that want no campaigns"),
        purpose=ONCE,
        found_by={"address": ADDRESS},
        shown=("address", "created_at"),
        erased=True,
    ),
    acts_in_office(Campaign, "written_by", "public_id", "written_at"),
    acts_in_office(Campaign, "released_by", "public_id"),
    acts_in_office(Reminder, "written_by", "public_id", "written_at"),
    acts_in_office(Reminder, "released_by", "public_id"),
]
