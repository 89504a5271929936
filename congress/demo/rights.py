"""A letter about somebody's data and the question for identity documents, both invented."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.foundation.access import SYSTEM
from congress.foundation.clock import local_day
from congress.privacy.actions import open_request, set_identity_terms
from congress.privacy.states import Channel, Right
from congress.programme.models import Congress


def load_rights(session: Session, congress: Congress, *, zone: ZoneInfo, now: datetime) -> None:
    terms = {
        "is_asked": True, "why_zh": "示例：仅用于酒店入住登记，会后三十天删除。",
        "why_en": "Example: for the hotel's register alone.",
    }  # fmt: skip
    set_identity_terms(session, congress, terms, by=SYSTEM, now=now)
    for days, claim, note in (
        (24, Right.EXPORT, "示例：请寄一份贵处保存的本人信息。"),
        (3, Right.ERASE, "示例：本人不再参会，请删除信息。"),
    ):
        day = local_day(now - timedelta(days=days), zone)
        open_request(
            session, claim, channel=Channel.LETTER, person_id=None, sender="示例来信人（虚构）", note=note,
            received_on=day, by=SYSTEM, now=now,
        )  # fmt: skip
