"""A letter to many and a schedule of reminders that wait for a second organiser."""

from collections.abc import Mapping
from datetime import datetime, time

from flask import current_app
from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.accounts.sessions import actor_of
from congress.alumni.states import Purpose
from congress.campaigns.actions import save_campaign
from congress.campaigns.reminders import save_reminder
from congress.campaigns.states import Occasion
from congress.programme.models import Congress
from congress.settings import Settings

LETTER = {
    "subject_zh": "{name}，{congress}出发前请看",
    "subject_en": "{name}, before you set out for {congress}",
    "text_zh": "{name}：\n\n您的报名编码是 {code}。正门 8 点起签到，请带上身份证件。\n\n示例组委会（虚构）",
    "text_en": "Dear {name},\n\nyour code is {code}. The main gate opens at 8; please bring your identity document.\n\nThe sample office (invented)",
    "purpose": Purpose.ATTEND,
    "audience": {"status": "confirmed", "category": "", "forum": "", "track": "", "school": "", "came": ""},
}


def load_campaign(session: Session, congress: Congress, users: Mapping[str, User], *, now: datetime) -> None:
    save_campaign(session, congress, None, LETTER, by=actor_of(users["organiser"]), now=now)


def load_reminders(session: Session, congress: Congress, users: Mapping[str, User], *, now: datetime) -> None:
    """The usual schedule, off until a second organiser has read it."""
    settings: Settings = current_app.extensions["settings"]
    for occasion, days, at in (
        (Occasion.CONGRESS, 7, time(9)),
        (Occasion.CONGRESS, 1, time(16)),
        (Occasion.FORUMS, 0, time(8)),
        (Occasion.THANKS, 1, time(10)),
    ):
        save_reminder(
            session, congress, None, {"occasion": occasion, "days": days, "at": at}, quiet=settings.sms_quiet_hours,
            zone=settings.timezone, by=actor_of(users["organiser"]), now=now,
        )  # fmt: skip
