"""Hotels and rooms in the console: what there is, who wishes what, the proposal, and giving by hand."""

from functools import partial

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.i18n import _, ngettext, pick
from congress.foundation.pages import flash_done, zone
from congress.programme.models import Congress
from congress.programme.queries import the_congress
from congress.registration.queries import registration_by_code
from congress.stay.acting import act_by_form
from congress.stay.actions import (
    fill_rooms,
    lodge_person,
    move_out,
    nights_wished,
    number_room,
    proposed_rooms,
    save_hotel,
    save_kind,
    save_wish,
    set_rooms,
)
from congress.stay.forms import HotelForm, KindForm, LodgeForm, NightsForm, NumberForm, WishForm
from congress.stay.queries import (
    hotel_by_id,
    hotels_of,
    kind_by_id,
    lodgings_of,
    room_by_id,
    wish_of,
    wishes_of,
    without_room,
)
from congress.stay.shown import stays_of

blueprint = Blueprint("stay_staff", __name__)


@blueprint.get("/console/stay")
@requires(is_organiser)
def stay() -> ResponseReturnValue:
    """Every hotel, how full it is, and who waits for a room."""
    with reading() as session:
        congress = the_congress(session)
        return render_template(
            "stay/staff_hotels.html", hotels=hotels_of(session, congress.id),
            waiting=without_room(session, congress.id),
        )  # fmt: skip


@blueprint.get("/console/stay/hotels/new")
@requires(is_organiser)
def new_hotel() -> ResponseReturnValue:
    return _new_hotel_page(HotelForm(formdata=None))


def _new_hotel_page(form: HotelForm, status: int = 200) -> ResponseReturnValue:
    facts = {"title": _("Add a hotel"), "over": _("Hotels and rooms"), "back": url_for("stay_staff.stay")}
    return render_template("stay/staff_new.html", form=form, **facts), status


@blueprint.post("/console/stay/hotels/new")
@requires(is_organiser)
def add_hotel() -> ResponseReturnValue:
    form = HotelForm()

    def act(session: Session) -> str:
        made = save_hotel(session, the_congress(session), None, form.facts(), by=current_actor(), now=clock.now())
        return url_for("stay_staff.hotel", hotel=made.id)

    again = partial(_new_hotel_page, form)
    return act_by_form(form, act, again, said=_("Saved. Now say what rooms it has."))


def _hotel_page(hotel: int, status: int = 200, refused: BaseForm | None = None) -> ResponseReturnValue:
    """The hotel with its rooms and people; a form that was refused keeps what was typed."""
    with reading() as session:
        congress = the_congress(session)
        found = hotel_by_id(session, congress.id, hotel)
        shown = refused if isinstance(refused, HotelForm) else HotelForm(formdata=None, obj=found)
        kind = refused if isinstance(refused, KindForm) else KindForm(formdata=None, beds=1)
        page = render_template(
            "stay/staff_hotel.html", hotel=found, form=shown, kind_form=kind,
            lodgings=lodgings_of(session, congress.id, hotel_id=hotel), number=NumberForm(formdata=None),
        )  # fmt: skip
    return page, status


@blueprint.get("/console/stay/hotels/<int:hotel>")
@requires(is_organiser)
def hotel(hotel: int) -> ResponseReturnValue:
    return _hotel_page(hotel)


@blueprint.post("/console/stay/hotels/<int:hotel>")
@requires(is_organiser)
def save(hotel: int) -> ResponseReturnValue:
    form = HotelForm()

    def act(session: Session) -> str:
        congress = the_congress(session)
        found = hotel_by_id(session, congress.id, hotel)
        save_hotel(session, congress, found, form.facts(), by=current_actor(), now=clock.now())
        return url_for("stay_staff.hotel", hotel=hotel)

    return act_by_form(form, act, partial(_hotel_page, hotel, refused=form), said=_("Saved."))


@blueprint.post("/console/stay/hotels/<int:hotel>/kinds")
@requires(is_organiser)
def add_kind(hotel: int) -> ResponseReturnValue:
    form = KindForm()

    def act(session: Session) -> str:
        found = hotel_by_id(session, the_congress(session).id, hotel)
        made = save_kind(session, found, None, form.facts(), by=current_actor(), now=clock.now())
        return url_for("stay_staff.kind", kind=made.id)

    return act_by_form(form, act, partial(_hotel_page, hotel, refused=form), said=_("Saved."))


def _kind_page(kind: int, status: int = 200, refused: BaseForm | None = None) -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        found = kind_by_id(session, congress.id, kind)
        form = refused if isinstance(refused, KindForm) else KindForm(
            formdata=None, obj=found, price=None if found.price_fen is None else found.price_fen // 100
        )  # fmt: skip
        first, leaves = nights_wished(None, congress, zone())
        rooms = refused if isinstance(refused, NightsForm) else NightsForm(formdata=None, first=first, leaves=leaves)
        return render_template("stay/staff_kind.html", kind=found, form=form, rooms=rooms), status


@blueprint.get("/console/stay/kinds/<int:kind>")
@requires(is_organiser)
def kind(kind: int) -> ResponseReturnValue:
    return _kind_page(kind)


@blueprint.post("/console/stay/kinds/<int:kind>")
@requires(is_organiser)
def change_kind(kind: int) -> ResponseReturnValue:
    form = KindForm()

    def act(session: Session) -> str:
        found = kind_by_id(session, the_congress(session).id, kind)
        save_kind(session, found.hotel, found, form.facts(), by=current_actor(), now=clock.now())
        return url_for("stay_staff.kind", kind=kind)

    return act_by_form(form, act, partial(_kind_page, kind, refused=form), said=_("Saved."))


@blueprint.post("/console/stay/kinds/<int:kind>/rooms")
@requires(is_organiser)
def change_rooms(kind: int) -> ResponseReturnValue:
    form = NightsForm()

    def act(session: Session) -> str:
        found = kind_by_id(session, the_congress(session).id, kind)
        first, leaves, rooms = form.first.data, form.leaves.data, form.rooms.data or 0
        set_rooms(session, found, first, leaves, rooms, by=current_actor(), now=clock.now())
        return url_for("stay_staff.kind", kind=kind)

    return act_by_form(form, act, partial(_kind_page, kind, refused=form), said=_("Saved."))


@blueprint.post("/console/stay/rooms/<int:room>")
@requires(is_organiser)
def number(room: int) -> ResponseReturnValue:
    """The number that the hotel gave a room."""
    form = NumberForm()
    with unit_of_work() as session:
        found = room_by_id(session, the_congress(session).id, room)
        hotel = found.kind.hotel_id
        if submitted(form):
            number_room(session, found, form.number.data, by=current_actor(), now=clock.now())
    if form.errors:
        return _hotel_page(hotel, 422)
    return redirect(url_for("stay_staff.hotel", hotel=hotel))


@blueprint.get("/console/stay/people")
@requires(is_organiser)
def people() -> ResponseReturnValue:
    """Who said what, and where they sleep."""
    with reading() as session:
        congress = the_congress(session)
        rooms = {one.registration_id: one for one in lodgings_of(session, congress.id) if one.struck_at is None}
        return render_template("stay/staff_people.html", wishes=wishes_of(session, congress.id), rooms=rooms)


def _choices(session: Session, congress: Congress) -> list[tuple[str, str]]:
    """Each kind of room, and each room in which somebody sleeps."""
    chosen = [
        (f"kind:{kind.id}", f"{pick(hotel.name, hotel.name_en)} · {pick(kind.name, kind.name_en)}")
        for hotel in hotels_of(session, congress.id)
        for kind in hotel.kinds
    ]
    shared: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    for one in lodgings_of(session, congress.id):
        if one.struck_at is None:
            kind = one.room.kind
            names[one.room_id] = f"{pick(kind.hotel.name, kind.hotel.name_en)} · {one.room.number or f'#{one.room_id}'}"
            shared.setdefault(one.room_id, []).append(one.registration.name)
    return chosen + [
        (f"room:{room}", str(_("%(room)s with %(names)s", room=names[room], names="、".join(people))))
        for room, people in shared.items()
    ]


def _person_page(code: str, status: int = 200, refused: BaseForm | None = None) -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        registration = registration_by_code(session, congress.id, code)
        wish, stay = wish_of(session, registration.id), stays_of(session, [registration.id])[registration.id]
        lodging = stay.lodging
        form = refused if isinstance(refused, WishForm) else WishForm(formdata=None)
        if form is not refused:
            form.fill(wish)
        lodge: BaseForm
        if isinstance(refused, LodgeForm):
            lodge = refused
        else:
            first, leaves = nights_wished(wish, congress, zone())
            where = f"room:{lodging.room_id}" if lodging else None
            if lodging:
                first, leaves = lodging.arrives, lodging.leaves
            lodge = LodgeForm(formdata=None, where=where, arrives=first, leaves=leaves)
            lodge.offer(_choices(session, congress))
        page = render_template(
            "stay/staff_person.html", registration=registration, wish=wish, lodging=lodging, form=form, lodge=lodge,
            rides=stay.rides,
        )  # fmt: skip
    return page, status


@blueprint.get("/console/stay/people/<code>")
@requires(is_organiser)
def person(code: str) -> ResponseReturnValue:
    return _person_page(code)


@blueprint.post("/console/stay/people/<code>/wish")
@requires(is_organiser)
def wish(code: str) -> ResponseReturnValue:
    """What somebody told the office."""
    form = WishForm()

    def act(session: Session) -> str:
        found = registration_by_code(session, the_congress(session).id, code)
        save_wish(session, found, form.facts(), by=current_actor(), now=clock.now())
        return url_for("stay_staff.person", code=code)

    return act_by_form(form, act, partial(_person_page, code, refused=form), said=_("Saved."))


@blueprint.post("/console/stay/people/<code>/room")
@requires(is_organiser)
def room(code: str) -> ResponseReturnValue:
    form = LodgeForm()
    with reading() as session:
        form.offer(_choices(session, the_congress(session)))

    def act(session: Session) -> str:
        congress = the_congress(session)
        found = registration_by_code(session, congress.id, code)
        what, _sep, number = form.where.data.partition(":")
        into = room_by_id(session, congress.id, int(number)) if what == "room" else None
        kind = kind_by_id(session, congress.id, into.kind_id if into else int(number))
        days = (form.arrives.data, form.leaves.data)
        lodge_person(session, found, kind, *days, room=into, by=current_actor(), now=clock.now())
        return url_for("stay_staff.person", code=code)

    again = partial(_person_page, code, refused=form)
    return act_by_form(form, act, again, said=_("The room is given, and the person is told."))


@blueprint.post("/console/stay/people/<code>/leave")
@requires(is_organiser)
def leave(code: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        found = registration_by_code(session, the_congress(session).id, code)
        move_out(session, found, by=current_actor(), now=clock.now())
    flash_done(_("The room is free, and the person is told."))
    return redirect(url_for("stay_staff.person", code=code))


@blueprint.get("/console/stay/proposal")
@requires(is_organiser)
def proposal() -> ResponseReturnValue:
    """The rooms that the rules would give; nothing is given yet."""
    with reading() as session:
        congress = the_congress(session)
        hotels = {one.id: pick(one.name, one.name_en) for one in hotels_of(session, congress.id)}
        proposed = proposed_rooms(session, congress, zone())
        return render_template("stay/staff_proposal.html", proposed=proposed, hotels=hotels)


@blueprint.post("/console/stay/proposal")
@requires(is_organiser)
def fill() -> ResponseReturnValue:
    with unit_of_work() as session:
        done = fill_rooms(session, the_congress(session), zone(), by=current_actor(), now=clock.now())
        rooms = len(done.placements)
    flash_done(ngettext("%(num)s room is given.", "%(num)s rooms are given.", rooms))
    return redirect(url_for("stay_staff.stay"))
