"""Campaigns and reminders as JSON. Who lets them out reads them in the console."""

from datetime import date, datetime
from typing import Any, Literal

from flask import Blueprint
from pydantic import Field

from congress.accounts.permissions import is_organiser
from congress.alumni.states import Purpose
from congress.campaigns.actions import save_campaign
from congress.campaigns.errors import NoSuchCampaign
from congress.campaigns.models import Campaign, CampaignLetter
from congress.campaigns.queries import campaign_by_id, campaigns_of, letters_of, reach_of
from congress.campaigns.reminder_queries import moments_for, reminders_of, told_and_left
from congress.campaigns.states import Came
from congress.foundation.endpoint import Answer, Body, Call, endpoint, told_by_language
from congress.foundation.errors import Invalid, NotFound
from congress.foundation.i18n import _
from congress.foundation.pages import zone
from congress.foundation.paging import ListQuery, page_of, paginate
from congress.foundation.texts import Line, NonEmptyLine, Paragraphs
from congress.notifications.states import reason_in_words
from congress.programme.models import Congress
from congress.programme.queries import categories_of, congress_by_slug, forums_of, tracks_of
from congress.registration.states import Status
from congress.schools.queries import resolve_school

blueprint = Blueprint("campaigns_api", __name__)
BASE = "/congresses/<slug>"
ONE = f"{BASE}/campaigns/<campaign>"
READ, WRITE = "messages:read", "messages:write"


class SubjectIn(Body):
    zh: NonEmptyLine
    en: Line = ""


class TextIn(Body):
    zh: Paragraphs = Field(min_length=1)
    en: Paragraphs = ""


class AudienceIn(Body):
    status: Status = Field(default=Status.CONFIRMED, strict=False)
    category: str = Field(default="", max_length=60)
    forum: str = Field(default="", max_length=60)
    track: str = Field(default="", max_length=60)
    school: Line = ""
    came: Literal["", "came", "away"] = ""


class NewCampaign(Body):
    subject: SubjectIn
    text: TextIn
    purpose: Literal["attend", "keep_after"] = "attend"
    audience: AudienceIn = Field(default_factory=AudienceIn)


class ReachOut(Answer):
    # by the filter; who of them may be written to; who was; who is still to be
    found: int
    reachable: int
    written: int
    left: int


class CampaignOut(Answer):
    id: str
    subject: dict[str, str]
    text: dict[str, str]
    purpose: str
    audience: dict[str, str]
    state: str
    version: int
    written_at: datetime
    released_at: datetime | None


class CampaignWithReach(CampaignOut):
    reach: ReachOut


class CampaignList(Answer):
    items: list[CampaignOut]
    next: str | None


class LetterOut(Answer):
    registration: str
    written_at: datetime
    # none once the outbox has let the message go
    message: str | None
    state: str | None
    reason: str | None
    sent_at: datetime | None


class LetterList(Answer):
    items: list[LetterOut]
    next: str | None


class MomentOut(Answer):
    day: date
    at: datetime
    told: int
    left: int


class ReminderOut(Answer):
    id: str
    occasion: str
    days: int
    at: str
    state: str
    moments: list[MomentOut]


class ReminderList(Answer):
    items: list[ReminderOut]
    next: str | None


def _facts(one: Campaign) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "subject": {"zh": one.subject_zh, "en": one.subject_en},
        "text": {"zh": one.text_zh, "en": one.text_en},
        "purpose": one.purpose,
        "audience": one.audience,
        "state": one.state,
        "version": one.version,
        "written_at": one.written_at,
        "released_at": one.released_at,
    }


def _with_reach(call: Call, one: Campaign) -> CampaignWithReach:
    return CampaignWithReach(**_facts(one), reach=ReachOut(**reach_of(call.session, one)))


@endpoint(
    blueprint, "GET", f"{BASE}/campaigns", access=is_organiser, scope=READ, query=ListQuery, answer=CampaignList,
    errors=[NotFound],
)  # fmt: skip
def list_campaigns(call: Call) -> CampaignList:
    """The campaigns of a congress, the newest first."""
    found = campaigns_of(call.session, congress_by_slug(call.session, call.path["slug"]).id)
    page = page_of(found, limit=call.query.limit, cursor=call.query.cursor)
    return CampaignList(items=[CampaignOut(**_facts(one)) for one in page.items], next=page.next)


@endpoint(
    blueprint, "POST", f"{BASE}/campaigns", access=is_organiser, scope=WRITE, body=NewCampaign,
    answer=CampaignWithReach, status=201, errors=[NotFound, Invalid],
)  # fmt: skip
def post_campaign(call: Call) -> CampaignWithReach:
    """Write a draft; `reach` says how many it would go to. Another person reads and releases it in the console."""
    congress, body = congress_by_slug(call.session, call.path["slug"]), call.body
    facts = {
        "subject_zh": body.subject.zh, "subject_en": body.subject.en, "text_zh": body.text.zh,
        "text_en": body.text.en, "purpose": Purpose(body.purpose), "audience": _audience(call, congress, body.audience),
    }  # fmt: skip
    with told_by_language():
        saved = save_campaign(call.session, congress, None, facts, by=call.actor, now=call.now)
    call.session.flush()
    return _with_reach(call, saved)


def _audience(call: Call, congress: Congress, wish: AudienceIn) -> dict[str, str]:
    """The filter as it is kept; raises Invalid for what the congress does not have."""
    known = {
        "category": {one.slug for one in categories_of(call.session, congress.id)},
        "track": {one.slug for one in tracks_of(call.session, congress.id)},
        "forum": {one.slug for one in forums_of(call.session, congress.id)},
    }
    audience = wish.model_dump() | {"came": Came(wish.came) if wish.came else "", "status": str(wish.status)}
    school = resolve_school(call.session, wish.school) if wish.school else None
    unknown = [name for name, slugs in known.items() if audience[name] and audience[name] not in slugs]
    unknown += ["school"] if wish.school and school is None else []
    if unknown:
        words = str(_("The congress has nothing of this name."))
        raise Invalid(errors=[{"field": f"audience.{name}", "message": words} for name in unknown])
    return audience | {"school": school.code if school else ""}


@endpoint(
    blueprint, "GET", ONE, access=is_organiser, scope=READ, answer=CampaignWithReach, errors=[NotFound, NoSuchCampaign]
)
def get_campaign(call: Call) -> CampaignWithReach:
    """One campaign, and how many it reaches."""
    return _with_reach(call, _found(call))


def _found(call: Call) -> Campaign:
    return campaign_by_id(
        call.session, congress_by_slug(call.session, call.path["slug"]).id, call.path["campaign"]
    )  # fmt: skip


@endpoint(
    blueprint, "GET", f"{ONE}/letters", access=is_organiser, scope=READ, query=ListQuery, answer=LetterList,
    errors=[NotFound, NoSuchCampaign],
)  # fmt: skip
def list_letters(call: Call) -> LetterList:
    """Who was written to, and what became of each letter."""
    statement = letters_of(_found(call).id)
    page = paginate(
        call.session, statement, [CampaignLetter.id], limit=call.query.limit, cursor=call.query.cursor
    )  # fmt: skip
    return LetterList(items=[_letter(one) for one in page.items], next=page.next)


def _letter(one: CampaignLetter) -> LetterOut:
    message = one.message
    return LetterOut(
        registration=one.registration.code,
        written_at=one.created_at,
        message=str(message.id) if message else None,
        state=message.state if message else None,
        reason=reason_in_words(message.last_error) if message else None,
        sent_at=message.sent_at if message else None,
    )


@endpoint(
    blueprint, "GET", f"{BASE}/reminders", access=is_organiser, scope=READ, query=ListQuery, answer=ReminderList,
    errors=[NotFound],
)  # fmt: skip
def list_reminders(call: Call) -> ReminderList:
    """The schedule of reminders and thanks: when each goes out as the programme stands now, and to how many."""
    congress = congress_by_slug(call.session, call.path["slug"])
    page = page_of(reminders_of(call.session, congress.id), limit=call.query.limit, cursor=call.query.cursor)
    items = []
    for one in page.items:
        moments = []
        for moment in moments_for(call.session, congress, one, zone=zone()):
            told, left = told_and_left(call.session, one, moment, zone=zone(), now=call.now)
            moments.append(MomentOut(day=moment.day, at=moment.at, told=told, left=left))
        items.append(
            ReminderOut(
                id=one.public_id, occasion=one.occasion, days=one.days, at=f"{one.at:%H:%M}", state=one.state,
                moments=moments,
            )
        )  # fmt: skip
    return ReminderList(items=items, next=page.next)
