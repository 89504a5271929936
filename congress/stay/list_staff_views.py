"""Lists in the console: rooms for a hotel, arrivals, meals for the kitchen; and a sheet of rooms out and in."""

import tempfile
from io import BytesIO
from pathlib import Path

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.audit import record
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import Invalid
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, pick
from congress.foundation.pages import flash_done
from congress.foundation.tables import ImportRefused, ImportReport, read_table
from congress.programme.queries import forums_of, the_congress
from congress.stay.forms import MealForm, SheetForm
from congress.stay.lists import arrivals_sheet, hand_over, kitchen_sheet, meal_counts, rooming_sheet
from congress.stay.papers import file_answer, sheet_file
from congress.stay.queries import hotel_by_id, hotels_of
from congress.stay.sheets import load_rooms, write_rooms
from congress.stay.states import Diet, ListKind
from congress.stay.transfer_queries import meal_by_id
from congress.stay.transfers import add_meal, remove_meal

blueprint = Blueprint("stay_lists", __name__)


@blueprint.get("/console/stay/hotels/<int:hotel>/rooming.<any(pdf,xlsx):kind>")
@requires(is_organiser)
def rooming(hotel: int, kind: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        congress = the_congress(session)
        sheet = rooming_sheet(session, congress, hotel_by_id(session, congress.id, hotel))
        record(session, current_actor(), "stay.exported", "hotel", hotel, now=clock.now(), lines=len(sheet.lines))
        return sheet_file(sheet, f"rooming-{hotel}", kind, now=clock.now())


@blueprint.post("/console/stay/hotels/<int:hotel>/handed")
@requires(is_organiser)
def handed(hotel: int) -> ResponseReturnValue:
    """The hotel has the list: from now on changes against it are marked."""
    with unit_of_work() as session:
        congress = the_congress(session)
        sheet = rooming_sheet(session, congress, hotel_by_id(session, congress.id, hotel))
        hand_over(session, congress, ListKind.ROOMING, hotel, sheet, by=current_actor(), now=clock.now())
    flash_done(_("Noted. The next list marks what changes from now on."))
    return redirect(url_for("stay_staff.hotel", hotel=hotel))


@blueprint.get("/console/stay/arrivals")
@requires(is_organiser)
def arrivals() -> ResponseReturnValue:
    with reading() as session:
        return render_template("stay/staff_arrivals.html", sheet=arrivals_sheet(session, the_congress(session)))


@blueprint.get("/console/stay/arrivals.<any(pdf,xlsx):kind>")
@requires(is_organiser)
def arrivals_list(kind: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        congress = the_congress(session)
        sheet = arrivals_sheet(session, congress)
        lines = len(sheet.lines)
        record(session, current_actor(), "stay.exported", "congress", congress.slug, now=clock.now(), lines=lines)
        return sheet_file(sheet, "arrivals", kind, now=clock.now())


def _load_page(form: SheetForm, report: ImportReport | None = None, status: int = 200) -> ResponseReturnValue:
    return render_template("stay/staff_load.html", form=form, report=report), status


@blueprint.get("/console/stay/load")
@requires(is_organiser)
def choose_sheet() -> ResponseReturnValue:
    return _load_page(SheetForm(formdata=None))


@blueprint.get("/console/stay/rooms.xlsx")
@requires(is_organiser)
def rooms() -> ResponseReturnValue:
    """Everybody with the room they have, to be filled in."""
    out = BytesIO()
    with unit_of_work() as session:
        congress = the_congress(session)
        write_rooms(out, session, congress)
        record(session, current_actor(), "stay.exported", "congress", congress.slug, now=clock.now())
    return file_answer(out.getvalue(), "rooms.xlsx")


@blueprint.post("/console/stay/load")
@requires(is_organiser)
def load() -> ResponseReturnValue:
    """Give rooms as a sheet says, or say what is wrong with it."""
    form, report = SheetForm(), ImportReport()
    if not submitted(form) or not form.file.data:
        form.file.errors = [*form.file.errors, _("Choose a file.")]
        return _load_page(form, status=422)
    try:
        with unit_of_work() as session, tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "sheet"
            form.file.data.save(path)
            table = read_table(path, report)
            load_rooms(session, the_congress(session), table, report, by=current_actor(), now=clock.now())
            if form.only_check.data:
                raise ImportRefused(report)
    except ImportRefused:
        return _load_page(form, report, 422 if report.failed else 200)
    except Invalid as error:
        form.file.errors = [str(error)]
        return _load_page(form, status=error.status)
    told = _("%(changed)s rooms changed, %(same)s as before.",
             changed=report.created + report.changed, same=report.unchanged)  # fmt: skip
    flash_done(told)
    return redirect(url_for("stay_staff.stay"))


def _meals_page(form: MealForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        if not form.whom.choices:
            _offer(form)
        counts = meal_counts(session, congress)
        return render_template("stay/staff_meals.html", form=form, counts=counts, diets=list(Diet)), status


def _offer(form: MealForm) -> None:
    """Whom a meal may be for: who holds a forum, or who sleeps in a hotel."""
    with reading() as session:
        congress = the_congress(session)
        forums = [(f"forum:{one.id}", pick(one.title_zh, one.title_en)) for one in forums_of(session, congress.id)]
        hotels = [(f"hotel:{one.id}", pick(one.name, one.name_en)) for one in hotels_of(session, congress.id)]
    form.offer([*forums, *hotels])


@blueprint.get("/console/meals")
@requires(is_organiser)
def meals() -> ResponseReturnValue:
    return _meals_page(MealForm(formdata=None))


@blueprint.post("/console/meals")
@requires(is_organiser)
def new_meal() -> ResponseReturnValue:
    form = MealForm()
    _offer(form)
    if not submitted(form):
        return _meals_page(form, 422)
    with unit_of_work() as session:
        add_meal(session, the_congress(session), form.facts(), by=current_actor(), now=clock.now())
    flash_done(_("Saved."))
    return redirect(url_for("stay_lists.meals"))


@blueprint.post("/console/meals/<int:meal>/remove")
@requires(is_organiser)
def drop_meal(meal: int) -> ResponseReturnValue:
    with unit_of_work() as session:
        remove_meal(session, meal_by_id(session, the_congress(session).id, meal), by=current_actor(), now=clock.now())
    return redirect(url_for("stay_lists.meals"))


@blueprint.get("/console/meals/kitchen.<any(pdf,xlsx):kind>")
@requires(is_organiser)
def kitchen(kind: str) -> ResponseReturnValue:
    """For the kitchen: counts alone, no names."""
    with reading() as session:
        return sheet_file(kitchen_sheet(session, the_congress(session)), "kitchen", kind, now=clock.now())
