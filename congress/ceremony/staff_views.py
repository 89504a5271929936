"""The ceremony in the console: groups and order, who signs, the stage's desk with its keys, and the papers."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.ceremony import actions, papers
from congress.ceremony.forms import BatchForm, CueForm, PlaceForm, SignatoryForm, TotalsForm
from congress.ceremony.models import Ceremony
from congress.ceremony.queries import item_of, substitutions_of, unplaced
from congress.ceremony.stage import Stage, stage_of
from congress.ceremony.states import CUE_NAMES, PRESENCE_NAMES, Cue
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, Invalid, NotFound
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.programme.models import Congress
from congress.programme.queries import the_congress
from congress.registration.queries import find_registration
from congress.signing.actions import set_consents
from congress.signing.models import Intention, Party
from congress.signing.queries import intention_of_congress
from congress.signing.states import SECRECY_NAMES, Secrecy

blueprint = Blueprint("ceremony_staff", __name__)
# how many of those who wait are on the stage's desk
MOST_WAITING = 3
SHOWN = (Cue.ON_STAGE, Cue.NEXT, Cue.WAITING)
Change = Callable[[Session, Congress, Ceremony], None]


def _change(change: Change) -> None:
    with unit_of_work() as session:
        congress = the_congress(session)
        change(session, congress, actions.open_ceremony(session, congress))


def _page(status: int = 200, form: BatchForm | None = None, refused: BaseForm | None = None) -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        page = render_template(
            "ceremony/staff_ceremony.html", stage=stage_of(session, congress, now=clock.now()),
            form=form or BatchForm(formdata=None), unplaced=unplaced(session, congress.id), refused=refused,
            cues=CUE_NAMES, presences=PRESENCE_NAMES,
        )  # fmt: skip
    return page, status


@blueprint.get("/console/ceremony")
@requires(is_organiser)
def ceremony() -> ResponseReturnValue:
    return _page()


def _done(form: BaseForm, change: Change, said: str) -> ResponseReturnValue:
    """Change the ceremony and show it again; a refusal stands above it."""
    shown = form if isinstance(form, BatchForm) else None
    if not submitted(form):
        return _page(422, shown, form)
    try:
        _change(change)
    except DomainError as error:
        form.show(error)
        return _page(error.status, shown, form)
    flash_done(said)
    return redirect(url_for("ceremony_staff.ceremony"))


@blueprint.post("/console/ceremony/batches")
@requires(is_organiser)
def add_batch() -> ResponseReturnValue:
    form = BatchForm()

    def change(session: Session, _congress: Congress, ceremony: Ceremony) -> None:
        actions.add_batch(
            session, ceremony, title_zh=form.title_zh.data, title_en=form.title_en.data, by=current_actor(),
            now=clock.now(),
        )  # fmt: skip

    return _done(form, change, _("The group is there."))


@blueprint.post("/console/ceremony/batches/<int:batch>")
@requires(is_organiser)
def save_batch(batch: int) -> ResponseReturnValue:
    form = BatchForm()

    def change(session: Session, _congress: Congress, ceremony: Ceremony) -> None:
        actions.save_batch(
            session, ceremony, batch, title_zh=form.title_zh.data, title_en=form.title_en.data,
            position=form.place.data or len(ceremony.batches), by=current_actor(), now=clock.now(),
        )  # fmt: skip

    return _done(form, change, _("The group is saved."))


@blueprint.post("/console/ceremony/batches/<int:batch>/remove")
@requires(is_organiser)
def remove_batch(batch: int) -> ResponseReturnValue:
    def change(session: Session, _congress: Congress, ceremony: Ceremony) -> None:
        actions.remove_batch(session, ceremony, batch, by=current_actor(), now=clock.now())

    return _done(BaseForm(), change, _("The group is gone."))


@blueprint.post("/console/ceremony/place")
@requires(is_organiser)
def place() -> ResponseReturnValue:
    """The ticked agreements, in the order of the page, go where the form says."""
    form = PlaceForm()

    def change(session: Session, congress: Congress, ceremony: Ceremony) -> None:
        ticked = request.form.getlist("intention")
        if not ticked:
            raise Invalid(_("Tick the agreements first."))
        actions.place_agreements(
            session, ceremony, [intention_of_congress(session, congress.id, one) for one in ticked], form.batch.data,
            position=form.position.data, by=current_actor(), now=clock.now(),
        )  # fmt: skip

    return _done(form, change, _("The running order is changed."))


@blueprint.post("/console/ceremony/totals")
@requires(is_organiser)
def totals() -> ResponseReturnValue:
    form = TotalsForm()

    def change(session: Session, _congress: Congress, ceremony: Ceremony) -> None:
        actions.release_totals(
            session, ceremony, released=form.released.data, by=current_actor(), now=clock.now()
        )  # fmt: skip

    return _done(form, change, _("Screens follow at once."))


def _agreement_page(public_id: str, form: SignatoryForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        stage = stage_of(session, congress, now=clock.now())
        act = next((one for one in stage.acts if one.intention.public_id == public_id), None)
        if act is None:
            raise NotFound
        page = render_template(
            "ceremony/staff_agreement.html", act=act, form=form, presences=PRESENCE_NAMES, classes=SECRECY_NAMES,
            substitutions=substitutions_of(session, [act.intention.id]),
        )  # fmt: skip
    return page, status


@blueprint.get("/console/ceremony/agreements/<intention>")
@requires(is_organiser)
def agreement(intention: str) -> ResponseReturnValue:
    return _agreement_page(intention, SignatoryForm(formdata=None))


@blueprint.post("/console/ceremony/agreements/<intention>/signatory")
@requires(is_organiser)
def name_signatory(intention: str) -> ResponseReturnValue:
    """Who signs for a party; somebody else than before needs a reason."""
    form = SignatoryForm()

    def change(session: Session, congress: Congress, ceremony: Ceremony) -> None:
        found = item_of(ceremony, intention).intention
        actions.put_in_place(
            session, ceremony, found, _party(found, form.party.data), _named(session, congress, form),
            by=current_actor(), now=clock.now(),
        )  # fmt: skip

    if not submitted(form):
        return _agreement_page(intention, form, 422)
    try:
        _change(change)
    except DomainError as error:
        if isinstance(error, NotFound):
            raise
        form.show(error)
        return _agreement_page(intention, form, error.status)
    flash_done(_("Lists, cards, running order and screens follow."))
    return redirect(url_for("ceremony_staff.agreement", intention=intention))


def _party(found: Intention, position: int | None) -> Party:
    party = next((one for one in found.parties if one.position == position), None)
    if party is None:
        raise Invalid.field("party", _("There is no such party."))
    return party


def _named(session: Session, congress: Congress, form: SignatoryForm) -> actions.Named:
    registration = None
    if form.registration.data:
        registration = find_registration(session, congress.id, form.registration.data.upper())
        if registration is None:
            raise Invalid.field("registration", _("There is no such registration."))
    return actions.Named(
        name=form.name.data, post=form.post.data, registration_id=registration.id if registration else None,
        reason=form.reason.data,
    )  # fmt: skip


@blueprint.post("/console/ceremony/agreements/<intention>/consents")
@requires(is_organiser)
def consents(intention: str) -> ResponseReturnValue:
    """What each party agreed to have told in public, and who may read of it at all."""
    secrecy = request.form.get("secrecy")
    if secrecy is not None and secrecy not in set(Secrecy):
        raise Invalid.field("secrecy", _("There is no such class."))
    named, amounts = (set(request.form.getlist(name)) for name in ("may_name", "may_amount"))

    def change(session: Session, _congress: Congress, ceremony: Ceremony) -> None:
        found = item_of(ceremony, intention).intention
        told = {one.position: (str(one.position) in named, str(one.position) in amounts) for one in found.parties}
        set_consents(
            session, found, told, secrecy=Secrecy(secrecy) if secrecy else None, by=current_actor(), now=clock.now()
        )

    _change(change)
    flash_done(_("The consents are recorded."))
    return redirect(url_for("ceremony_staff.agreement", intention=intention))


@blueprint.get("/console/ceremony/stage")
@requires(is_organiser)
def stage() -> ResponseReturnValue:
    """The desk beside the stage: keys move it on, the page follows what others press."""
    with reading() as session:
        return render_template(
            "ceremony/staff_stage.html", stage=stage_of(session, the_congress(session), now=clock.now()), shown=SHOWN,
            most=MOST_WAITING, cues=CUE_NAMES, presences=PRESENCE_NAMES,
        )  # fmt: skip


@blueprint.post("/console/ceremony/cue")
@requires(is_organiser)
def cue() -> ResponseReturnValue:
    form = CueForm()
    if not submitted(form) or form.act.data not in {"next", "group", "back"}:
        raise Invalid

    def change(session: Session, _congress: Congress, ceremony: Ceremony) -> None:
        seen, by, now = form.seen.data or 0, current_actor(), clock.now()
        if form.act.data == "back":
            actions.step_back(session, ceremony, seen=seen, by=by, now=now)
        else:
            actions.move_on(session, ceremony, seen=seen, whole_batch=form.act.data == "group", by=by, now=now)

    _change(change)
    return redirect(url_for("ceremony_staff.stage"))


def _paper(draw: Callable[..., bytes], name: str) -> Response:
    with reading() as session:
        congress = the_congress(session)
        now: datetime = clock.now()
        found: Stage = stage_of(session, congress, now=now)
        response = Response(draw(found, congress, now=now), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@blueprint.get("/console/ceremony/running-order.pdf")
@requires(is_organiser)
def running_order() -> ResponseReturnValue:
    return _paper(papers.running_order, "running-order")


@blueprint.get("/console/ceremony/cards.pdf")
@requires(is_organiser)
def cards() -> ResponseReturnValue:
    return _paper(papers.host_cards, "cards")


@blueprint.get("/console/ceremony/names.pdf")
@requires(is_organiser)
def names() -> ResponseReturnValue:
    return _paper(papers.name_cards, "names")
