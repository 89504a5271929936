"""Every question about campaigns and whom they reach."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from congress.alumni.models import Consent
from congress.attendance.queries import whoever_came
from congress.campaigns.errors import NoSuchCampaign, NoSuchLetter
from congress.campaigns.models import Campaign, CampaignLetter, ReminderLetter, Unsubscribed
from congress.campaigns.states import Came, CampaignState
from congress.notifications.models import BouncingAddress
from congress.registration.models import Registration
from congress.registration.queries import Filter, registrations_statement


def campaigns_of(session: Session, congress_id: int) -> Sequence[Campaign]:
    """The newest first."""
    return session.scalars(
        select(Campaign).where(Campaign.congress_id == congress_id).order_by(Campaign.id.desc())
    ).all()


def campaign_by_id(session: Session, congress_id: int, public_id: str) -> Campaign:
    """Raises NoSuchCampaign."""
    found = session.scalars(
        select(Campaign)
        .options(joinedload(Campaign.writer), joinedload(Campaign.releaser))
        .where(Campaign.congress_id == congress_id, Campaign.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise NoSuchCampaign
    return found


def lock_campaign(session: Session, campaign_id: int) -> Campaign:
    """The campaign as it stands now; nobody changes it and nobody sends it until the end of the transaction."""
    statement = select(Campaign).where(Campaign.id == campaign_id).with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def sending_campaigns(session: Session) -> Sequence[int]:
    return session.scalars(
        select(Campaign.id).where(Campaign.state == CampaignState.SENDING).order_by(Campaign.id)
    ).all()


def _matching(campaign: Campaign) -> Select[tuple[Registration]]:
    """Whom the filter finds."""
    audience = dict(campaign.audience)
    came = audience.pop("came", "")
    statement = registrations_statement(campaign.congress_id, Filter(**audience))
    if came == Came.CAME:
        return statement.where(Registration.id.in_(whoever_came(campaign.congress_id)))
    if came == Came.AWAY:
        return statement.where(Registration.id.not_in(whoever_came(campaign.congress_id)))
    return statement


def takes_letters(purpose: str) -> Sequence[ColumnElement[bool]]:
    """Whoever agreed to the purpose, did not take the address off the list, and whose letters do not come back."""
    address = func.coalesce(Registration.email, Registration.phone)
    agreed = exists().where(
        Consent.person_id == Registration.person_id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None)
    )
    return (
        agreed,
        ~exists().where(Unsubscribed.address == address),
        ~exists().where(BouncingAddress.address == address),
    )


def _reachable(campaign: Campaign) -> Select[tuple[Registration]]:
    """Of those, who may be written to."""
    return _matching(campaign).where(Registration.email.is_not(None), *takes_letters(campaign.purpose))


def _unwritten(campaign: Campaign) -> Select[tuple[Registration]]:
    written = exists().where(
        CampaignLetter.campaign_id == campaign.id, CampaignLetter.registration_id == Registration.id
    )
    return _reachable(campaign).where(~written)


def next_recipients(session: Session, campaign: Campaign, *, limit: int) -> Sequence[Registration]:
    """Who has not been written to yet, whole."""
    return session.scalars(_unwritten(campaign).order_by(Registration.id).limit(limit)).all()


def sample_recipient(session: Session, campaign: Campaign, code: str | None) -> Registration | None:
    """Whom the preview shows: the one of that code, else the first who may be written to."""
    statement = _reachable(campaign)
    if code:
        statement = statement.where(Registration.code == code)
    return session.scalars(statement.order_by(Registration.id).limit(1)).first()


def reach_of(session: Session, campaign: Campaign) -> Mapping[str, int]:
    """How many the filter finds, how many of them may be written to, have been, and are still to be."""
    counted: Mapping[str, Select[Any]] = {
        "found": _matching(campaign),
        "reachable": _reachable(campaign),
        "written": select(CampaignLetter.id).where(CampaignLetter.campaign_id == campaign.id),
        "left": _unwritten(campaign),
    }
    return {name: _count(session, statement) for name, statement in counted.items()}


def letters_statement(congress_id: int, *, campaign: str | None = None) -> Select[tuple[CampaignLetter]]:
    """Who was written to, the newest first."""
    statement = (
        select(CampaignLetter)
        .join(CampaignLetter.campaign)
        .where(Campaign.congress_id == congress_id)
        .options(contains_eager(CampaignLetter.campaign), joinedload(CampaignLetter.registration))
    )
    if campaign:
        statement = statement.where(Campaign.public_id == campaign)
    return statement.order_by(CampaignLetter.id.desc())


def _count(session: Session, statement: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0


def letters_of(campaign_id: int) -> Select[tuple[CampaignLetter]]:
    """Who was written to, with what became of it; ordered by id."""
    return (
        select(CampaignLetter)
        .where(CampaignLetter.campaign_id == campaign_id)
        .options(joinedload(CampaignLetter.registration), joinedload(CampaignLetter.message))
    )


def letter_by_secret(session: Session, secret: str) -> CampaignLetter | ReminderLetter:
    """Raises NoSuchLetter."""
    found = (
        session.scalars(select(CampaignLetter).where(CampaignLetter.secret == secret)).one_or_none()
        or session.scalars(select(ReminderLetter).where(ReminderLetter.secret == secret)).one_or_none()
    )
    if found is None:
        raise NoSuchLetter
    return found


def is_unsubscribed(session: Session, address: str) -> bool:
    return session.scalar(select(exists().where(Unsubscribed.address == address))) or False
