"""Lists as files in the console: what one may take out, with which columns and why, and where the files are."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_staff
from congress.exports.actions import (
    WORK,
    ask_export,
    export_for,
    is_short,
    kept_for,
    leave_to_worker,
    list_for,
    write_export,
)
from congress.exports.forms import ExportForm
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.batches import BatchState, batches_of_user, send_batch_file
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import Invalid
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.lists import ListedRows, Scope, declared_list, lists_for
from congress.foundation.pages import flash_done
from congress.programme.chosen import planned_congress
from congress.programme.models import Congress
from congress.programme.queries import the_congress

blueprint = Blueprint("exports_staff", __name__)


@blueprint.get("/console/exports")
@requires(is_staff)
def overview() -> ResponseReturnValue:
    actor = current_actor()
    with reading() as session:
        batches = batches_of_user(session, WORK, actor.user_id or 0)
        return render_template(
            "exports/staff_overview.html",
            lists=lists_for(actor),
            exports=[(batch, declared_list(batch.wish["list"])) for batch in batches],
            refresh=any(batch.state in {BatchState.QUEUED, BatchState.RUNNING} for batch in batches),
            kept_days=kept_for().days,
        )


def _congress(session: Session, listed: ListedRows) -> Congress:
    return planned_congress(session) if listed.of_the_plan else the_congress(session)


def _page(name: str, form: ExportForm, status: int = 200) -> ResponseReturnValue:
    listed = list_for(current_actor(), name)
    narrowed = listed.wish_of(request.args)
    with reading() as session:
        congress = _congress(session, listed)
        scope = Scope(congress.id, current_actor(), clock.now(), narrowed)
        return render_template(
            "exports/staff_list.html", listed=listed, form=form, narrowed=narrowed,
            narrowings=listed.in_words(narrowed), rows=listed.count(session, scope),
            columns=[*listed.columns, *listed.more(session, scope)],
            at_once=current_app.extensions["settings"].export_rows_at_once,
        ), status  # fmt: skip


@blueprint.get("/console/exports/<listing>")
@requires(is_staff)
def choose(listing: str) -> ResponseReturnValue:
    return _page(listing, ExportForm(formdata=None))


@blueprint.post("/console/exports/<listing>")
@requires(is_staff)
def take_out(listing: str) -> ResponseReturnValue:
    """The file itself of a short list; of a long one the overview, where it will appear."""
    by, form = current_actor(), ExportForm()
    listed = list_for(by, listing)
    if not submitted(form):
        return _page(listing, form, 422)
    wish = form.wish(listed.wish_of(request.args))
    try:
        with unit_of_work() as session:
            batch = ask_export(session, _congress(session, listed), listed, wish, by=by, now=clock.now())
            batch_id, public_id, at_once = batch.id, batch.public_id, is_short(batch)
            if not at_once:
                leave_to_worker(session, batch)
    except Invalid as error:
        form.show(error)
        return _page(listing, form, error.status)
    if at_once:
        write_export(batch_id)
        return redirect(url_for("exports_staff.file", exported=public_id))
    flash_done(_("The list is being written; the file appears below."))
    return redirect(url_for("exports_staff.overview"))


@blueprint.get("/console/exports/files/<exported>")
@requires(is_staff)
def file(exported: str) -> ResponseReturnValue:
    with reading() as session:
        return send_batch_file(export_for(session, current_actor(), exported, now=clock.now()))
