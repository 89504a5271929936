"""Rooms, the ways between venues, and speakers, in the console."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session as DbSession

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.programme.errors import NoSuchRoom, NoSuchSpeaker
from congress.programme.forms import DistanceForm, RoomForm, SpeakerForm
from congress.programme.places import save_room, save_speaker, set_distance
from congress.programme.plan_queries import distances_of, room_by_id, rooms_in_order, speaker_by_id, speakers_in_order
from congress.programme.queries import the_congress

blueprint = Blueprint("people_staff", __name__)
ROOM_FIELDS = ("name", "name_en", "venue", "venue_en", "capacity", "shared", "position")
SPEAKER_FIELDS = (
    "name", "name_en", "organisation", "organisation_en", "title", "title_en", "biography", "biography_en", "position",
)  # fmt: skip


def _venues(session: DbSession, congress_id: int) -> list[str]:
    return sorted({room.venue for room in rooms_in_order(session, congress_id) if room.venue})


@blueprint.get("/console/rooms")
@requires(is_organiser)
def rooms() -> ResponseReturnValue:
    return _rooms_page(DistanceForm(formdata=None))


def _rooms_page(form: DistanceForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        venues = _venues(session, congress.id)
        form.offer(venues)
        page = render_template(
            "programme/staff_rooms.html", rooms=rooms_in_order(session, congress.id), form=form, venues=venues,
            distances=distances_of(session, congress.id),
        )  # fmt: skip
    return page, status


@blueprint.post("/console/rooms/distances")
@requires(is_organiser)
def save_distance() -> ResponseReturnValue:
    form = DistanceForm()
    with reading() as session:
        form.offer(_venues(session, the_congress(session).id))
    if not submitted(form):
        return _rooms_page(form, 422)
    with unit_of_work() as session:
        venues = (form.venue_a.data, form.venue_b.data)
        set_distance(
            session, the_congress(session), venues, form.minutes.data or 0, by=current_actor(), now=clock.now()
        )
    flash_done(_("The way is saved."))
    return redirect(url_for("people_staff.rooms"))


def _edit_page(template: str, form: BaseForm, what: int | None, status: int = 200) -> ResponseReturnValue:
    return render_template(template, form=form, what=what), status


def _save(
    template: str, form: BaseForm, what: int | None, fields: tuple[str, ...], act: Callable[..., Any], back: str
) -> ResponseReturnValue:
    if not submitted(form):
        return _edit_page(template, form, what, 422)
    facts = {name: form[name].data for name in fields}
    facts["position"] = facts["position"] or 0
    try:
        with unit_of_work() as session:
            act(session, the_congress(session), what, facts, by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _edit_page(template, form, what, error.status)
    flash_done(_("Saved."))
    return redirect(url_for(back))


@blueprint.get("/console/rooms/new")
@requires(is_organiser)
def new_room() -> ResponseReturnValue:
    return _edit_page("programme/staff_room.html", RoomForm(formdata=None), None)


@blueprint.post("/console/rooms/new")
@requires(is_organiser)
def add_room() -> ResponseReturnValue:
    return _save("programme/staff_room.html", RoomForm(), None, ROOM_FIELDS, save_room, "people_staff.rooms")


@blueprint.get("/console/rooms/<int:room>")
@requires(is_organiser)
def edit_room(room: int) -> ResponseReturnValue:
    with reading() as session:
        found = room_by_id(session, the_congress(session).id, room)
        if found is None:
            raise NoSuchRoom
        return _edit_page("programme/staff_room.html", RoomForm(formdata=None, obj=found), room)


@blueprint.post("/console/rooms/<int:room>")
@requires(is_organiser)
def change_room(room: int) -> ResponseReturnValue:
    return _save("programme/staff_room.html", RoomForm(), room, ROOM_FIELDS, save_room, "people_staff.rooms")


@blueprint.get("/console/speakers")
@requires(is_organiser)
def speakers() -> ResponseReturnValue:
    with reading() as session:
        found = speakers_in_order(session, the_congress(session).id)
        return render_template("programme/staff_speakers.html", speakers=found)


@blueprint.get("/console/speakers/new")
@requires(is_organiser)
def new_speaker() -> ResponseReturnValue:
    return _edit_page("programme/staff_speaker.html", SpeakerForm(formdata=None), None)


@blueprint.post("/console/speakers/new")
@requires(is_organiser)
def add_speaker() -> ResponseReturnValue:
    return _save(
        "programme/staff_speaker.html", SpeakerForm(), None, SPEAKER_FIELDS, save_speaker, "people_staff.speakers"
    )


@blueprint.get("/console/speakers/<int:speaker>")
@requires(is_organiser)
def edit_speaker(speaker: int) -> ResponseReturnValue:
    with reading() as session:
        found = speaker_by_id(session, the_congress(session).id, speaker)
        if found is None:
            raise NoSuchSpeaker
        return _edit_page("programme/staff_speaker.html", SpeakerForm(formdata=None, obj=found), speaker)


@blueprint.post("/console/speakers/<int:speaker>")
@requires(is_organiser)
def change_speaker(speaker: int) -> ResponseReturnValue:
    return _save(
        "programme/staff_speaker.html", SpeakerForm(), speaker, SPEAKER_FIELDS, save_speaker, "people_staff.speakers"
    )
