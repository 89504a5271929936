"""A campaign as one person reads it."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.campaigns.models import Campaign
from congress.foundation.i18n import _, in_language, pick
from congress.foundation.pages import public_link
from congress.foundation.places import filled
from congress.notifications.actions import Recipient, Text, send_message
from congress.notifications.models import Message
from congress.registration.models import Registration


def words_for(campaign: Campaign, registration: Registration, language: str) -> tuple[str, str]:
    """Subject and text as the person reads them in this language; in Chinese where there is no English."""
    with in_language(language):
        values = {
            "name": registration.name,
            "congress": pick(registration.congress.title_zh, registration.congress.title_en),
            "code": registration.code,
        }
        subject = pick(campaign.subject_zh, campaign.subject_en)
        return filled(subject, values), filled(pick(campaign.text_zh, campaign.text_en), values)


def write_to(
    session: Session, campaign: Campaign, registration: Registration, secret: str, *, now: datetime
) -> Message:
    """The letter, with the way off the list at its foot and in its head."""
    subject, text = words_for(campaign, registration, registration.language)
    link = public_link("campaigns.unsubscribe", secret=secret)
    with in_language(registration.language):
        foot = _("You want no more letters of this kind? One click is enough: %(link)s", link=link)
    to = Recipient(email=registration.email, phone=None, language=registration.language)
    words = Text(subject=subject, long=f"{text}\n\n{foot}\n", short="")
    return send_message(session, to, "campaigns.letter", words, now=now, unsubscribe_link=link, to_many=True)
