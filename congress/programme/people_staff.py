"""Rooms, the ways between venues, and speakers, in the console."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session as DbSession

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.programme.chosen import planned_congress, show_choice
from congress.programme.editing import Editor
from congress.programme.errors import NoSuchRoom, NoSuchSpeaker
from congress.programme.forms import DistanceForm, RoomForm, SpeakerForm
from congress.programme.models import Room, Speaker
from congress.programme.pictures import Use
from congress.programme.places import save_room, save_speaker, set_distance
from congress.programme.plan_queries import distances_of, room_by_id, rooms_in_order, speaker_by_id, speakers_in_order

blueprint = Blueprint("people_staff", __name__)
show_choice(blueprint)
ROOM = Editor(
    template="programme/staff_room.html",
    fields=("name", "name_en", "venue", "venue_en", "capacity", "shared", "position"),
    save=save_room, picture="plan", use=Use.PLAN, back="people_staff.rooms",
)  # fmt: skip
SPEAKER = Editor(
    template="programme/staff_speaker.html",
    fields=(
        "name", "name_en", "organisation", "organisation_en", "title", "title_en", "biography", "biography_en",
        "position",
    ),
    save=save_speaker, picture="photo", use=Use.PHOTO, back="people_staff.speakers",
)  # fmt: skip


def _venues(session: DbSession, congress_id: int) -> list[str]:
    return sorted({room.venue for room in rooms_in_order(session, congress_id) if room.venue})


@blueprint.get("/console/rooms")
@requires(is_organiser)
def rooms() -> ResponseReturnValue:
    return _rooms_page(DistanceForm(formdata=None))


def _rooms_page(form: DistanceForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        congress = planned_congress(session)
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
        form.offer(_venues(session, planned_congress(session).id))
    if not submitted(form):
        return _rooms_page(form, 422)
    with unit_of_work() as session:
        venues = (form.venue_a.data, form.venue_b.data)
        set_distance(
            session, planned_congress(session), venues, form.minutes.data or 0, by=current_actor(), now=clock.now()
        )
    flash_done(_("The way is saved."))
    return redirect(url_for("people_staff.rooms"))


@blueprint.get("/console/rooms/new")
@requires(is_organiser)
def new_room() -> ResponseReturnValue:
    return ROOM.page(RoomForm(formdata=None), None)


@blueprint.post("/console/rooms/new")
@requires(is_organiser)
def add_room() -> ResponseReturnValue:
    return ROOM.submit(RoomForm(), None)


def _room(room: int) -> Room:
    with reading() as session:
        found = room_by_id(session, planned_congress(session).id, room)
        if found is None:
            raise NoSuchRoom
        return found


@blueprint.get("/console/rooms/<int:room>")
@requires(is_organiser)
def edit_room(room: int) -> ResponseReturnValue:
    found = _room(room)
    return ROOM.page(RoomForm(formdata=None, obj=found), room, picture=found.plan)


@blueprint.post("/console/rooms/<int:room>")
@requires(is_organiser)
def change_room(room: int) -> ResponseReturnValue:
    return ROOM.submit(RoomForm(), room, picture=_room(room).plan)


@blueprint.get("/console/speakers")
@requires(is_organiser)
def speakers() -> ResponseReturnValue:
    with reading() as session:
        found = speakers_in_order(session, planned_congress(session).id)
        return render_template("programme/staff_speakers.html", speakers=found)


@blueprint.get("/console/speakers/new")
@requires(is_organiser)
def new_speaker() -> ResponseReturnValue:
    return SPEAKER.page(SpeakerForm(formdata=None), None)


@blueprint.post("/console/speakers/new")
@requires(is_organiser)
def add_speaker() -> ResponseReturnValue:
    return SPEAKER.submit(SpeakerForm(), None)


def _speaker(speaker: int) -> Speaker:
    with reading() as session:
        found = speaker_by_id(session, planned_congress(session).id, speaker)
        if found is None:
            raise NoSuchSpeaker
        return found


@blueprint.get("/console/speakers/<int:speaker>")
@requires(is_organiser)
def edit_speaker(speaker: int) -> ResponseReturnValue:
    found = _speaker(speaker)
    return SPEAKER.page(SpeakerForm(formdata=None, obj=found), speaker, picture=found.photo)


@blueprint.post("/console/speakers/<int:speaker>")
@requires(is_organiser)
def change_speaker(speaker: int) -> ResponseReturnValue:
    return SPEAKER.submit(SpeakerForm(), speaker, picture=_speaker(speaker).photo)
