"""Handbook, grids, signs, cards and scripts in the console: asked for here, drawn by a worker."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.batches import BatchState, batch_by_public_id, batches_of_work, send_batch_file
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import NotFound
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.handbook.chapters import save_chapters
from congress.handbook.forms import CHAPTERS, PaperForm, TextsForm
from congress.handbook.production import KIND_NAMES, WORK, Kind, queue_paper
from congress.handbook.queries import texts_of
from congress.programme.chosen import planned_congress, show_choice
from congress.programme.published import published_plan
from congress.programme.queries import categories_of

blueprint = Blueprint("handbook_papers", __name__)
show_choice(blueprint)


@blueprint.get("/console/papers")
@requires(is_organiser)
def papers() -> ResponseReturnValue:
    return _papers_page(PaperForm(formdata=None))


def _papers_page(form: PaperForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        congress = planned_congress(session)
        plan = published_plan(session, congress)
        form.offer(plan, categories_of(session, congress.id))
        batches = batches_of_work(session, WORK, congress.id)
        page = render_template(
            "handbook/staff_papers.html", form=form, batches=batches, plan=plan,
            kinds={kind.value: name for kind, name in KIND_NAMES.items()},
            refresh=any(batch.state in {BatchState.QUEUED, BatchState.RUNNING} for batch in batches),
        )  # fmt: skip
    return page, status


@blueprint.post("/console/papers")
@requires(is_organiser)
def ask_paper() -> ResponseReturnValue:
    form = PaperForm()
    with reading() as session:
        congress = planned_congress(session)
        form.offer(published_plan(session, congress), categories_of(session, congress.id))
    if not submitted(form):
        return _papers_page(form, 422)
    with unit_of_work() as session:
        queue_paper(session, planned_congress(session), form.wish(), by=current_actor(), now=clock.now())
    flash_done(_("%(paper)s is being drawn; the file appears below.", paper=KIND_NAMES[Kind(form.kind.data)]))
    return redirect(url_for("handbook_papers.papers"))


@blueprint.get("/console/papers/<job>/file")
@requires(is_organiser)
def paper_file(job: str) -> ResponseReturnValue:
    with reading() as session:
        batch = batch_by_public_id(session, job)
        if batch is None or batch.work != WORK:
            raise NotFound
        return send_batch_file(batch)


@blueprint.get("/console/handbook-texts")
@requires(is_organiser)
def texts() -> ResponseReturnValue:
    with reading() as session:
        known = texts_of(session, planned_congress(session).id)
    typed = {f"{name}_{code}": getattr(text, code) for name, text in known.items() for code in ("zh", "en")}
    return render_template("handbook/staff_texts.html", form=TextsForm(formdata=None, data=typed))


@blueprint.post("/console/handbook-texts")
@requires(is_organiser)
def save_texts() -> ResponseReturnValue:
    form = TextsForm()
    if not submitted(form) or not form.printable():
        return render_template("handbook/staff_texts.html", form=form), 422
    chapters = {name: (form[f"{name}_zh"].data or "", form[f"{name}_en"].data or "") for name in CHAPTERS}
    with unit_of_work() as session:
        save_chapters(session, planned_congress(session), chapters, by=current_actor(), now=clock.now())
    flash_done(_("The texts are saved."))
    return redirect(url_for("handbook_papers.papers"))
