"""Somebody's badge and agenda as files, for the organiser."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.badges.sheets import Sheet
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.batches import BatchState, batch_by_public_id, batches_of_work, send_batch_file
from congress.foundation.db import reading, unit_of_work
from congress.foundation.documents.docx import DOCX
from congress.foundation.errors import DomainError, NotFound
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.handbook.forms import SHEETS, PrintForm, chosen_designs, chosen_photos, designs_form
from congress.handbook.papers import agenda_document, agenda_file, badge_file
from congress.handbook.printing import WORK, queue_print, set_designs
from congress.handbook.samples import sample_sheet
from congress.programme.queries import categories_of, forums_of, the_congress
from congress.registration.queries import badge_counts, registration_by_code

blueprint = Blueprint("handbook_staff", __name__)


def _pdf(content: bytes | None) -> Response:
    if content is None:
        raise NotFound
    return Response(content, content_type="application/pdf")


@blueprint.get("/console/registrations/<code>/badge.pdf")
@requires(is_organiser)
def badge_pdf(code: str) -> ResponseReturnValue:
    with reading() as session:
        return _pdf(badge_file(session, registration_by_code(session, the_congress(session).id, code)))


@blueprint.get("/console/registrations/<code>/agenda.pdf")
@requires(is_organiser)
def agenda_pdf(code: str) -> ResponseReturnValue:
    with reading() as session:
        found = registration_by_code(session, the_congress(session).id, code)
        return _pdf(agenda_file(session, found, now=clock.now()))


@blueprint.get("/console/registrations/<code>/agenda.docx")
@requires(is_organiser)
def agenda_docx(code: str) -> ResponseReturnValue:
    """For the secretary who adds by hand what only they know."""
    with reading() as session:
        found = registration_by_code(session, the_congress(session).id, code)
        content = agenda_document(session, found, now=clock.now())
    answer = Response(content, content_type=DOCX)
    answer.headers["Content-Disposition"] = f"attachment; filename=agenda-{found.code}.docx"
    return answer


@blueprint.get("/console/badges")
@requires(is_organiser)
def badges() -> ResponseReturnValue:
    """With a category in the address its badges are shown and chosen."""
    return _badges_page(PrintForm(formdata=None, category=request.args.get("category", "")))


def _badges_page(form: PrintForm, status: int = 200, *, designs: BaseForm | None = None) -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        categories = categories_of(session, congress.id)
        form.offer(categories, forums_of(session, congress.id))
        printed, standing = badge_counts(session, congress.id)
        batches = batches_of_work(session, WORK, congress.id)
        page = render_template(
            "handbook/staff_badges.html", form=form, sheets=SHEETS, batches=batches, printed=printed, standing=standing,
            designs=designs or designs_form(categories, formdata=None),
            categories={one.slug: one for one in categories},
            sheet_names={sheet.value: sheet.label for sheet in SHEETS},
            refresh=any(batch.state in {BatchState.QUEUED, BatchState.RUNNING} for batch in batches),
        )  # fmt: skip
    return page, status


@blueprint.get("/console/badges/preview/<sheet>.png")
@requires(is_organiser)
def badges_preview(sheet: str) -> ResponseReturnValue:
    """A full sheet of invented people, in the colour of the category that is asked for."""
    if sheet not in set(Sheet):
        raise NotFound
    with reading() as session:
        congress = the_congress(session)
        categories = categories_of(session, congress.id)
        chosen = [one for one in categories if one.slug == request.args.get("category")] or list(categories)
        return Response(sample_sheet(Sheet(sheet), congress, chosen), content_type="image/png")


@blueprint.post("/console/badges/designs")
@requires(is_organiser)
def save_designs() -> ResponseReturnValue:
    """Another layout for the badges of some categories."""
    with reading() as session:
        form = designs_form(categories_of(session, the_congress(session).id))
    if not submitted(form):
        return _badges_page(PrintForm(formdata=None), 422, designs=form)
    with unit_of_work() as session:
        set_designs(
            session, the_congress(session), chosen_designs(form), chosen_photos(form), by=current_actor(),
            now=clock.now(),
        )  # fmt: skip
    flash_done(_("The layouts are saved; badges drawn from now on have them."))
    return redirect(url_for("handbook_staff.badges"))


@blueprint.post("/console/badges")
@requires(is_organiser)
def print_badges() -> ResponseReturnValue:
    form = PrintForm()
    with reading() as session:
        congress = the_congress(session)
        form.offer(categories_of(session, congress.id), forums_of(session, congress.id))
    if not submitted(form):
        return _badges_page(form, 422)
    try:
        with unit_of_work() as session:
            wish, sheet = form.filter(), Sheet(form.sheet.data)
            queue_print(session, the_congress(session), wish, sheet, by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _badges_page(form, error.status)
    flash_done(_("The badges are being drawn; the file appears below."))
    return redirect(url_for("handbook_staff.badges"))


@blueprint.get("/console/badges/<job>.pdf")
@requires(is_organiser)
def badges_file(job: str) -> ResponseReturnValue:
    with reading() as session:
        batch = batch_by_public_id(session, job)
        if batch is None:
            raise NotFound
        return send_batch_file(batch)
