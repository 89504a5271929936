"""Writing a campaign, releasing it, sending it, and taking oneself off the list."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from congress.campaigns.errors import CampaignOver
from congress.campaigns.messages import write_to
from congress.campaigns.models import Campaign, CampaignLetter, Reminder, ReminderLetter, Unsubscribed
from congress.campaigns.queries import is_unsubscribed, lock_campaign, next_recipients
from congress.campaigns.rules import PLACES
from congress.campaigns.states import CampaignState
from congress.foundation.access import SYSTEM, Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid
from congress.foundation.ids import new_id
from congress.foundation.jobs import after_commit
from congress.foundation.places import complaint, unknown_places
from congress.notifications.actions import withdraw_letters
from congress.notifications.errors import ChangedMeanwhile, OwnWords
from congress.programme.models import Congress

WORDS = ("subject_zh", "subject_en", "text_zh", "text_en")
SEND = "campaigns.send_letters"
# few enough that a pause is felt at once
BATCH = 100


def save_campaign(
    session: Session,
    congress: Congress,
    campaign: Campaign | None,
    facts: Mapping[str, Any],
    *,
    by: Actor,
    now: datetime,
) -> Campaign:
    """Write a draft, or change what was written: it waits for a second person again, whatever it was before.

    Raises:
        Invalid: a text names a place that nothing can be put into.
        CampaignOver: everybody has been written to.
    """
    _check_places(facts)
    if campaign is None:
        campaign = Campaign(public_id=new_id(), congress_id=congress.id, version=0, state=CampaignState.DRAFT)
        session.add(campaign)
    else:
        campaign = lock_campaign(session, campaign.id)
    _move(campaign, CampaignState.DRAFT)
    for name, value in facts.items():
        setattr(campaign, name, value)
    note_writer(campaign, by=by, now=now)
    record(session, by, "campaign.saved", "campaign", campaign.public_id, now=now, version=campaign.version)
    return campaign


def _check_places(facts: Mapping[str, Any]) -> None:
    errors = [
        {"field": name, "message": complaint(place, PLACES)}
        for name in WORDS
        for place in unknown_places(facts[name], PLACES)
    ]
    if errors:
        raise Invalid(errors=errors)


def note_writer(written: Campaign | Reminder, *, by: Actor, now: datetime) -> None:
    """A change is a version of its own, which a second person has to read."""
    written.version += 1
    written.written_by, written.written_at = _user(by), now
    written.released_by = written.released_at = None


def note_reader(written: Campaign | Reminder, version: int | None, *, by: Actor, now: datetime) -> None:
    """Who releases it.

    Raises:
        OwnWords: the same person wrote it.
        ChangedMeanwhile: it was changed after it was read.
    """
    if written.version != version:
        raise ChangedMeanwhile
    if written.written_by == by.user_id:
        raise OwnWords
    written.released_by, written.released_at = _user(by), now


def _user(by: Actor) -> int:
    if by.user_id is None:
        raise ValueError("What goes to many is written and released by somebody.")
    return by.user_id


def _move(campaign: Campaign, new: CampaignState) -> None:
    if not campaign.may_become(new):
        raise CampaignOver
    campaign.state = new


def release_campaign(session: Session, campaign: Campaign, version: int | None, *, by: Actor, now: datetime) -> None:
    """Let a draft go out, as it was read by somebody who did not write it.

    Raises:
        OwnWords: the same person wrote it.
        ChangedMeanwhile: it was changed after it was read.
        CampaignOver: it is no draft.
    """
    campaign = lock_campaign(session, campaign.id)
    if campaign.state != CampaignState.DRAFT:
        raise CampaignOver
    note_reader(campaign, version, by=by, now=now)
    _move(campaign, CampaignState.SENDING)
    record(session, by, "campaign.released", "campaign", campaign.public_id, now=now, version=version)
    after_commit(session, SEND)


def steer_campaign(session: Session, campaign: Campaign, new: CampaignState, *, by: Actor, now: datetime) -> None:
    """Pause what is being sent, or let it go on; raises CampaignOver."""
    campaign = lock_campaign(session, campaign.id)
    # a draft starts by its release alone
    if campaign.state == CampaignState.DRAFT:
        raise CampaignOver
    _move(campaign, new)
    record(session, by, f"campaign.{new}", "campaign", campaign.public_id, now=now)
    after_commit(session, SEND)


def send_batch(session: Session, campaign_id: int, *, now: datetime) -> int:
    """Write to the next of a campaign; how many. Nobody is written to twice, since whoever was is known."""
    campaign = lock_campaign(session, campaign_id)
    if campaign.state != CampaignState.SENDING:
        return 0
    recipients = next_recipients(session, campaign, limit=BATCH)
    for one in recipients:
        secret = new_id()
        session.add(
            CampaignLetter(
                campaign_id=campaign.id, registration_id=one.id, address=one.email, secret=secret, created_at=now,
                message=write_to(session, campaign, one, secret, now=now),
            )
        )  # fmt: skip
    if not recipients:
        _move(campaign, CampaignState.DONE)
        record(session, SYSTEM, "campaign.done", "campaign", campaign.public_id, now=now)
    return len(recipients)


def unsubscribe(session: Session, letter: CampaignLetter | ReminderLetter, *, by: Actor, now: datetime) -> None:
    """No more campaigns to the letter's address, those that wait included; asking twice changes nothing."""
    if is_unsubscribed(session, letter.address):
        return
    session.add(Unsubscribed(address=letter.address, created_at=now))
    withdrawn = withdraw_letters(session, letter.address)
    kind = "campaign_letter" if isinstance(letter, CampaignLetter) else "reminder_letter"
    record(session, by, "campaign.unsubscribed", kind, letter.id, now=now, withdrawn=withdrawn)
