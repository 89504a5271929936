"""Seating plans in the console: blocks, the proposal, placing by hand, by keys and by sheet, and the release."""

import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.documents.xlsx import XLSX
from congress.foundation.errors import DomainError, Invalid
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.i18n import _, ngettext, pick
from congress.foundation.pages import flash_done
from congress.foundation.tables import ImportRefused, ImportReport, read_table
from congress.programme.chosen import planned_congress, show_choice
from congress.programme.models import Congress, Forum
from congress.programme.queries import categories_of, category_by_slug, forum_by_slug, forums_of
from congress.seating.actions import (
    BLOCK_FACTS,
    close_seats,
    make_plan,
    place_guest,
    propose_seats,
    release_plan,
    remove_block,
    save_block,
    set_precedence,
    submit_plan,
)
from congress.seating.charts import chart_of
from congress.seating.errors import NoSuchSeat
from congress.seating.forms import BlockForm, CloseForm, RankForm, SeatForm, SheetForm
from congress.seating.labels import seat_label
from congress.seating.models import SeatingPlan
from congress.seating.queries import plan_of, plans_of
from congress.seating.sheets import load_seats, write_seats
from congress.seating.states import KIND_NAMES, PLACE_NAMES, STATE_NAMES, Place

blueprint = Blueprint("seating_staff", __name__)
show_choice(blueprint)


@blueprint.get("/console/seating")
@requires(is_organiser)
def plans() -> ResponseReturnValue:
    """Every forum, and whether it has a plan."""
    with reading() as session:
        congress = planned_congress(session)
        found, forums = plans_of(session, congress.id), forums_of(session, congress.id)
        return render_template("seating/staff_plans.html", forums=forums, plans=found, states=STATE_NAMES)


def _plan(session: Session, forum: str) -> tuple[Congress, Forum, SeatingPlan]:
    congress = planned_congress(session)
    found = forum_by_slug(session, congress.id, forum)
    return congress, found, plan_of(session, found.id)


@blueprint.post("/console/seating/<forum>/make")
@requires(is_organiser)
def make(forum: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        congress = planned_congress(session)
        make_plan(
            session, congress, forum_by_slug(session, congress.id, forum), by=current_actor(), now=clock.now()
        )  # fmt: skip
    return redirect(url_for("seating_staff.plan", forum=forum))


@blueprint.get("/console/seating/<forum>")
@requires(is_organiser)
def plan(forum: str) -> ResponseReturnValue:
    return _page(forum)


def _page(
    forum: str, status: int = 200, report: ImportReport | None = None, refused: BaseForm | None = None
) -> ResponseReturnValue:
    """The whole plan; a form that was refused keeps what was typed."""
    forms = {"seat": SeatForm, "close": CloseForm, "rank": RankForm, "sheet": SheetForm}
    shown = {name: refused if isinstance(refused, kind) else kind(formdata=None) for name, kind in forms.items()}
    with reading() as session:
        _congress, found, plan = _plan(session, forum)
        page = render_template(
            "seating/staff_plan.html", forum=found, chart=chart_of(session, plan), report=report, seat_label=seat_label,
            kinds=KIND_NAMES, places=PLACE_NAMES, states=STATE_NAMES, **shown,
        )  # fmt: skip
    return page, status


Act = Callable[[Session, SeatingPlan], str | None]


def _do(forum: str, act: Act, form: BaseForm | None = None) -> ResponseReturnValue:
    """Change the plan and show it again; what `act` answers is told."""
    if form is not None and not submitted(form):
        return _page(forum, 422, refused=form)
    try:
        with unit_of_work() as session:
            said = act(session, _plan(session, forum)[2])
    except DomainError as error:
        if form is None:
            raise
        form.show(error)
        return _page(forum, error.status, refused=form)
    if said:
        flash_done(said)
    return redirect(url_for("seating_staff.plan", forum=forum))


@blueprint.post("/console/seating/<forum>/place")
@requires(is_organiser)
def place(forum: str) -> ResponseReturnValue:
    """Seat somebody; without a block they stand up."""
    form = SeatForm()

    def act(session: Session, plan: SeatingPlan) -> None:
        seat = (form.block.data, form.row.data or 1, form.column.data or 1) if form.block.data else None
        place_guest(session, plan, form.person.data, seat, by=current_actor(), now=clock.now())

    return _do(forum, act, form)


@blueprint.post("/console/seating/<forum>/close")
@requires(is_organiser)
def close(forum: str) -> ResponseReturnValue:
    form = CloseForm()

    def act(session: Session, plan: SeatingPlan) -> None:
        closed = form.closed.data == "yes"
        close_seats(session, plan, form.seats(), closed=closed, by=current_actor(), now=clock.now())

    return _do(forum, act, form)


@blueprint.post("/console/seating/<forum>/rank")
@requires(is_organiser)
def rank(forum: str) -> ResponseReturnValue:
    form = RankForm()

    def act(session: Session, plan: SeatingPlan) -> str:
        where = Place(form.place.data)
        set_precedence(
            session, plan, form.person.data, rank=form.rank.data, place=where, by=current_actor(), now=clock.now()
        )
        return str(_("Saved."))

    return _do(forum, act, form)


@blueprint.post("/console/seating/<forum>/propose")
@requires(is_organiser)
def propose(forum: str) -> ResponseReturnValue:
    return _do(forum, lambda session, plan: _proposed(session, plan, afresh=False))


@blueprint.post("/console/seating/<forum>/propose-afresh")
@requires(is_organiser)
def propose_afresh(forum: str) -> ResponseReturnValue:
    return _do(forum, lambda session, plan: _proposed(session, plan, afresh=True))


def _proposed(session: Session, plan: SeatingPlan, *, afresh: bool) -> str:
    done = propose_seats(session, plan, afresh=afresh, by=current_actor(), now=clock.now())
    said = ngettext("%(num)s person has a seat.", "%(num)s people have a seat.", done.seated)
    if done.standing:
        said += " " + ngettext("%(num)s has none yet.", "%(num)s have none yet.", len(done.standing))
    return str(said)


@blueprint.post("/console/seating/<forum>/submit")
@requires(is_organiser)
def submit(forum: str) -> ResponseReturnValue:
    def act(session: Session, plan: SeatingPlan) -> str:
        submit_plan(session, plan, by=current_actor(), now=clock.now())
        return str(_("The plan waits for a second person."))

    return _do(forum, act)


@blueprint.post("/console/seating/<forum>/release")
@requires(is_organiser)
def release(forum: str) -> ResponseReturnValue:
    def act(session: Session, plan: SeatingPlan) -> str:
        release_plan(session, plan, by=current_actor(), now=clock.now())
        return str(_("The plan is released: guests see their seats."))

    return _do(forum, act)


@blueprint.get("/console/seating/<forum>/seats.xlsx")
@requires(is_organiser)
def sheet(forum: str) -> ResponseReturnValue:
    out = BytesIO()
    with reading() as session:
        write_seats(out, session, _plan(session, forum)[2])
    response = Response(out.getvalue(), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="seats-{forum}.xlsx"'
    return response


@blueprint.post("/console/seating/<forum>/load")
@requires(is_organiser)
def load(forum: str) -> ResponseReturnValue:
    """Seat everybody as a sheet says, or say what is wrong with it."""
    form, report = SheetForm(), ImportReport()
    if not submitted(form) or not form.file.data:
        form.file.errors = [*form.file.errors, _("Choose a file.")]
        return _page(forum, 422, refused=form)
    try:
        with unit_of_work() as session, tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "sheet"
            form.file.data.save(path)
            table = read_table(path, report)
            load_seats(session, _plan(session, forum)[2], table, report, by=current_actor(), now=clock.now())
            if form.only_check.data:
                raise ImportRefused(report)
    except ImportRefused:
        return _page(forum, 422 if report.failed else 200, report=report)
    except Invalid as error:
        form.file.errors = [str(error)]
        return _page(forum, error.status, refused=form)
    flash(
        str(_("%(changed)s seats changed, %(same)s as before.",
              changed=report.created + report.changed, same=report.unchanged)),
        "success",
    )  # fmt: skip
    return redirect(url_for("seating_staff.plan", forum=forum))


def _block_page(forum: str, form: BlockForm, block: int | None, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        congress, found, plan = _plan(session, forum)
        form.offer([(one.slug, pick(one.name_zh, one.name_en)) for one in categories_of(session, congress.id)])
        known = next((one for one in plan.blocks if one.id == block), None)
        if block is not None and known is None:
            raise NoSuchSeat
        if status == 200 and known is not None:  # noqa: PLR2004 -- the first look
            form.process(obj=known, data={"category": known.category.slug if known.category else ""})
        page = render_template("seating/staff_block.html", forum=found, form=form, block=known)
    return page, status


def _save_block(forum: str, block: int | None) -> ResponseReturnValue:
    form = BlockForm()
    with reading() as session:
        congress = planned_congress(session)
        form.offer([(one.slug, pick(one.name_zh, one.name_en)) for one in categories_of(session, congress.id)])
    if not submitted(form):
        return _block_page(forum, form, block, 422)
    try:
        with unit_of_work() as session:
            congress, _forum, plan = _plan(session, forum)
            facts = {name: form[name].data for name in BLOCK_FACTS if name != "category_id"}
            category = category_by_slug(session, congress.id, form.category.data) if form.category.data else None
            facts |= {"category_id": category.id if category else None}
            facts["position"] = len(plan.blocks) if facts["position"] is None else facts["position"]
            save_block(session, plan, block, facts, by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _block_page(forum, form, block, error.status)
    flash_done(_("Saved."))
    return redirect(url_for("seating_staff.plan", forum=forum))


@blueprint.get("/console/seating/<forum>/blocks/new")
@requires(is_organiser)
def new_block(forum: str) -> ResponseReturnValue:
    return _block_page(forum, BlockForm(formdata=None), None)


@blueprint.post("/console/seating/<forum>/blocks/new")
@requires(is_organiser)
def add_block(forum: str) -> ResponseReturnValue:
    return _save_block(forum, None)


@blueprint.get("/console/seating/<forum>/blocks/<int:seats>")
@requires(is_organiser)
def edit_block(forum: str, seats: int) -> ResponseReturnValue:
    return _block_page(forum, BlockForm(formdata=None), seats)


@blueprint.post("/console/seating/<forum>/blocks/<int:seats>")
@requires(is_organiser)
def change_block(forum: str, seats: int) -> ResponseReturnValue:
    return _save_block(forum, seats)


@blueprint.post("/console/seating/<forum>/blocks/<int:seats>/remove")
@requires(is_organiser)
def drop_block(forum: str, seats: int) -> ResponseReturnValue:
    def act(session: Session, plan: SeatingPlan) -> str:
        remove_block(session, plan, seats, by=current_actor(), now=clock.now())
        return str(_("The block is gone; who sat there has no seat now."))

    return _do(forum, act)
