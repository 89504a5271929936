"""Campaigns in the console: writing, looking at, releasing, pausing."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.campaigns.actions import release_campaign, save_campaign, steer_campaign
from congress.campaigns.forms import CampaignForm, ReleaseForm
from congress.campaigns.messages import words_for
from congress.campaigns.models import Campaign
from congress.campaigns.queries import campaign_by_id, campaigns_of, reach_of, sample_recipient
from congress.campaigns.states import CAME_NAMES, CAMPAIGN_NAMES, PURPOSE_NAMES, CampaignState
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, Invalid
from congress.foundation.forms import submitted
from congress.foundation.i18n import LANGUAGES, _, pick
from congress.foundation.pages import flash_done
from congress.programme.models import Congress
from congress.programme.queries import categories_of, forums_of, the_congress, tracks_of
from congress.registration.states import STATUS_NAMES
from congress.schools.queries import resolve_school, school_by_code

blueprint = Blueprint("campaigns_staff", __name__)


@blueprint.get("/console/campaigns")
@requires(is_organiser)
def campaigns() -> ResponseReturnValue:
    with reading() as session:
        found = campaigns_of(session, the_congress(session).id)
        return render_template("campaigns/staff_list.html", campaigns=found, states=CAMPAIGN_NAMES)


def _titles(session: Session, congress: Congress) -> dict[str, list[tuple[str, str]]]:
    """What a campaign can be narrowed to, by slug, in words."""
    return {
        "categories": [(one.slug, pick(one.name_zh, one.name_en)) for one in categories_of(session, congress.id)],
        "tracks": [(one.slug, pick(one.title_zh, one.title_en)) for one in tracks_of(session, congress.id)],
        "forums": [(one.slug, pick(one.title_zh, one.title_en)) for one in forums_of(session, congress.id)],
    }


def _school_of(session: Session, campaign: Campaign) -> str:
    school = school_by_code(session, campaign.audience["school"])
    return school.name if school else ""


def _edit_page(form: CampaignForm, campaign: Campaign | None, status: int = 200) -> ResponseReturnValue:
    return render_template("campaigns/staff_edit.html", form=form, campaign=campaign), status


@blueprint.get("/console/campaigns/new")
@requires(is_organiser)
def new() -> ResponseReturnValue:
    form = CampaignForm(formdata=None)
    with reading() as session:
        form.offer(**_titles(session, the_congress(session)))
        return _edit_page(form, None)


@blueprint.post("/console/campaigns/new")
@requires(is_organiser)
def add() -> ResponseReturnValue:
    return _save(None)


@blueprint.get("/console/campaigns/<campaign>/edit")
@requires(is_organiser)
def edit(campaign: str) -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        found = campaign_by_id(session, congress.id, campaign)
        form = CampaignForm(formdata=None, obj=found)
        form.offer(**_titles(session, congress))
        form.fill(found, _school_of(session, found))
        return _edit_page(form, found)


@blueprint.post("/console/campaigns/<campaign>/edit")
@requires(is_organiser)
def change(campaign: str) -> ResponseReturnValue:
    return _save(campaign)


def _save(campaign: str | None) -> ResponseReturnValue:
    form = CampaignForm()
    with reading() as session:
        congress = the_congress(session)
        known = campaign_by_id(session, congress.id, campaign) if campaign else None
        form.offer(**_titles(session, congress))
        if not submitted(form):
            return _edit_page(form, known, 422)
    try:
        with unit_of_work() as session:
            congress = the_congress(session)
            found = campaign_by_id(session, congress.id, campaign) if campaign else None
            facts = form.words() | {"audience": form.audience(_school_code(session, form.school.data))}
            saved = save_campaign(session, congress, found, facts, by=current_actor(), now=clock.now())
            public_id = saved.public_id
    except DomainError as error:
        form.show(error)
        return _edit_page(form, known, error.status)
    flash_done(_("Saved as a draft; somebody else can release it."))
    return redirect(url_for("campaigns_staff.campaign", campaign=public_id))


def _school_code(session: Session, text: str) -> str:
    if not text:
        return ""
    school = resolve_school(session, text)
    if school is None:
        raise Invalid.field("school", _("There is no such school; leave it empty for all of them."))
    return school.code


@blueprint.get("/console/campaigns/<campaign>")
@requires(is_organiser)
def campaign(campaign: str) -> ResponseReturnValue:
    """Whom it reaches, how far it is, and how one of them reads it."""
    code = (request.args.get("code") or "").strip().upper()[:10]
    with reading() as session:
        congress = the_congress(session)
        found = campaign_by_id(session, congress.id, campaign)
        sample = sample_recipient(session, found, code or None)
        return render_template(
            "campaigns/staff_one.html",
            campaign=found,
            reach=reach_of(session, found),
            narrowed=_narrowed_to(session, congress, found),
            sample=sample,
            words=[words_for(found, sample, each) for each in LANGUAGES] if sample else [],
            code=code,
            states=CAMPAIGN_NAMES,
            purposes=PURPOSE_NAMES,
            own=found.written_by == current_actor().user_id,
        )


def _narrowed_to(session: Session, congress: Congress, campaign: Campaign) -> list[str]:
    """The filter in words."""
    audience, titles = campaign.audience, _titles(session, congress)
    words = [
        STATUS_NAMES.get(audience["status"]),
        dict(titles["categories"]).get(audience["category"]),
        dict(titles["tracks"]).get(audience["track"]),
        dict(titles["forums"]).get(audience["forum"]),
        _school_of(session, campaign),
        CAME_NAMES.get(audience["came"]),
    ]
    return [str(word) for word in words if word]


@blueprint.post("/console/campaigns/<campaign>/release")
@requires(is_organiser)
def release(campaign: str) -> ResponseReturnValue:
    form = ReleaseForm()
    version = form.version.data if submitted(form) else None
    with unit_of_work() as session:
        found = campaign_by_id(session, the_congress(session).id, campaign)
        release_campaign(session, found, version, by=current_actor(), now=clock.now())
    flash_done(_("Released: it is being sent."))
    return redirect(url_for("campaigns_staff.campaign", campaign=campaign))


@blueprint.post("/console/campaigns/<campaign>/<any(paused,sending):state>")
@requires(is_organiser)
def steer(campaign: str, state: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        found = campaign_by_id(session, the_congress(session).id, campaign)
        steer_campaign(session, found, CampaignState(state), by=current_actor(), now=clock.now())
    flash_done(_("Saved."))
    return redirect(url_for("campaigns_staff.campaign", campaign=campaign))
