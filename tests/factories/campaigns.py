"""Campaigns, reminders, and who gets them."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.campaigns.actions import save_campaign
from congress.campaigns.models import Campaign, CampaignLetter, Reminder
from congress.campaigns.reminders import save_reminder
from congress.foundation.access import Actor
from congress.foundation.ids import new_id
from congress.programme.models import Congress
from congress.registration.models import Registration

EVERYBODY = {"status": "confirmed", "category": "", "forum": "", "track": "", "school": "", "came": ""}
WORDS = {
    "subject_zh": "致{name}", "subject_en": "", "text_zh": "{name}，您的编码是{code}。", "text_en": "",
    "purpose": "attend",
}  # fmt: skip


def make_campaign(session: Session, congress: Congress, writer: User, **more: Any) -> Campaign:
    by = Actor(user_id=writer.id, display_name=writer.name)
    facts = WORDS | {"audience": EVERYBODY} | more
    campaign = save_campaign(session, congress, None, facts, by=by, now=datetime.now(UTC))
    session.flush()
    return campaign


def make_letter(session: Session, campaign: Campaign, registration: Registration) -> str:
    """That somebody was written to; answers the secret by which they take themselves off the list."""
    letter = CampaignLetter(
        campaign_id=campaign.id, registration_id=registration.id, address="letter@example.test", secret=new_id(),
        created_at=datetime.now(UTC),
    )  # fmt: skip
    session.add(letter)
    return letter.secret


def make_reminder(session: Session, congress: Congress, writer: User, **more: Any) -> Reminder:
    """Off, as somebody wrote it: a week before, at nine."""
    by = Actor(user_id=writer.id, display_name=writer.name)
    facts = {"occasion": "congress", "days": 7, "at": time(9)} | more
    zone = ZoneInfo("Asia/Shanghai")
    reminder = save_reminder(session, congress, None, facts, quiet=(21, 8), zone=zone, by=by, now=datetime.now(UTC))
    session.flush()
    return reminder
