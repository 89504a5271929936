"""Sponsors in the console."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.programme.chosen import planned_congress, show_choice
from congress.programme.editing import Editor
from congress.programme.errors import NoSuchSponsor
from congress.programme.forms import SponsorForm
from congress.programme.models import Sponsor
from congress.programme.pictures import Use
from congress.programme.places import remove_sponsor, save_sponsor
from congress.programme.plan_queries import sponsor_by_id, sponsors_of
from congress.programme.states import SPONSOR_LEVEL_NAMES

blueprint = Blueprint("sponsor_staff", __name__)
show_choice(blueprint)
SPONSOR = Editor(
    template="programme/staff_sponsor.html", fields=("name", "name_en", "level", "link", "position"),
    save=save_sponsor, picture="logo", use=Use.LOGO, back="sponsor_staff.sponsors",
)  # fmt: skip


@blueprint.get("/console/sponsors")
@requires(is_organiser)
def sponsors() -> ResponseReturnValue:
    with reading() as session:
        found = sponsors_of(session, planned_congress(session).id)
        return render_template("programme/staff_sponsors.html", sponsors=found, levels=SPONSOR_LEVEL_NAMES)


@blueprint.get("/console/sponsors/new")
@requires(is_organiser)
def new_sponsor() -> ResponseReturnValue:
    return SPONSOR.page(SponsorForm(formdata=None), None)


@blueprint.post("/console/sponsors/new")
@requires(is_organiser)
def add_sponsor() -> ResponseReturnValue:
    return SPONSOR.submit(SponsorForm(), None)


def _sponsor(sponsor: int) -> Sponsor:
    with reading() as session:
        found = sponsor_by_id(session, planned_congress(session).id, sponsor)
        if found is None:
            raise NoSuchSponsor
        return found


@blueprint.get("/console/sponsors/<int:sponsor>")
@requires(is_organiser)
def edit_sponsor(sponsor: int) -> ResponseReturnValue:
    found = _sponsor(sponsor)
    return SPONSOR.page(SponsorForm(formdata=None, obj=found), sponsor, picture=found.logo)


@blueprint.post("/console/sponsors/<int:sponsor>")
@requires(is_organiser)
def change_sponsor(sponsor: int) -> ResponseReturnValue:
    return SPONSOR.submit(SponsorForm(), sponsor, picture=_sponsor(sponsor).logo)


@blueprint.post("/console/sponsors/<int:sponsor>/remove")
@requires(is_organiser)
def drop_sponsor(sponsor: int) -> ResponseReturnValue:
    with unit_of_work() as session:
        remove_sponsor(session, planned_congress(session), sponsor, by=current_actor(), now=clock.now())
    flash_done(_("The sponsor is removed."))
    return redirect(url_for("sponsor_staff.sponsors"))
