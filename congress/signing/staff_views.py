"""Intentions in the console: find, record, sign; scoped like everything of signing to whom they concern."""

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, Invalid
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, pick
from congress.foundation.pages import flash_done, zone
from congress.foundation.paging import paginate
from congress.foundation.uploads import keep_upload
from congress.programme.queries import the_congress
from congress.schools.queries import all_divisions, all_industries, school_names
from congress.settings import Settings
from congress.signing.actions import Yes, change_intention, end_intention, record_intention, sign_intention
from congress.signing.agreements import agreement_file
from congress.signing.forms import EndForm, IntentionForm, LinkForm, SignForm
from congress.signing.links import send_link, typed_ways
from congress.signing.models import Intention, Party
from congress.signing.permissions import files, sees_at_a_desk
from congress.signing.queries import congress_of, intention_for, intentions_statement, known_platforms, sums_of
from congress.signing.states import (
    BEFORE_SIGNED,
    CATEGORY_NAMES,
    CHECK_NAMES,
    PLATFORMS,
    STATE_NAMES,
    TRANSITIONS,
    Category,
    HowSigned,
    State,
)

blueprint = Blueprint("signing_staff", __name__)
LIST_SIZE = 50


def _found(session: Session, public_id: str) -> Intention:
    return intention_for(session, current_actor(), the_congress(session).slug, public_id)


@blueprint.get("/console/intentions")
@requires(sees_at_a_desk)
def intentions() -> ResponseReturnValue:
    asked = request.args
    state = asked.get("state") if asked.get("state") in {*State} else None
    category = asked.get("category") if asked.get("category") in {*Category} else None
    q = (asked.get("q") or "").strip()[:200] or None
    with reading() as session:
        congress, actor = the_congress(session), current_actor()
        statement = intentions_statement(actor, congress.id, q=q, state=state, category=category)
        page = paginate(
            session, statement, [Intention.id], limit=LIST_SIZE, cursor=asked.get("cursor"), descending=True
        )
        return render_template(
            "signing/staff_list.html", page=page, sums=sums_of(session, statement), q=q, state=state,
            category=category, states=STATE_NAMES, categories=CATEGORY_NAMES,
        )  # fmt: skip


def _form_page(
    session: Session, form: IntentionForm, found: Intention | None, status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "signing/staff_form.html", form=form, intention=found,
        divisions=[division.name for division in all_divisions(session) if division.kind != "statistical"],
        schools=school_names(session),
        platforms=sorted({*PLATFORMS, *known_platforms(session, the_congress(session).id)}),
    )  # fmt: skip
    return page, status


def _offer(session: Session, form: IntentionForm) -> None:
    form.offer([(industry.code, pick(industry.name_zh, industry.name_en)) for industry in all_industries(session)])


@blueprint.get("/console/intentions/new")
@requires(files)
def new_intention() -> ResponseReturnValue:
    with reading() as session:
        form = IntentionForm(formdata=None)
        _offer(session, form)
        return _form_page(session, form, None)


@blueprint.get("/console/intentions/<intention>/edit")
@requires(files)
def edit_intention(intention: str) -> ResponseReturnValue:
    with reading() as session:
        found = _found(session, intention)
        form = IntentionForm.of(found)
        _offer(session, form)
        return _form_page(session, form, found)


def _save(public_id: str | None) -> ResponseReturnValue:
    form = IntentionForm()
    with reading() as session:
        found = _found(session, public_id) if public_id else None
        _offer(session, form)
        if not submitted(form):
            return _form_page(session, form, found, 422)
    try:
        with unit_of_work() as session:
            facts, by, now = form.facts(), current_actor(), clock.now()
            if not facts["parties"]:
                raise Invalid.field("parties", _("At least one party is needed."))
            if public_id is None:
                stored = record_intention(session, the_congress(session), facts, by=by, now=now)
            else:
                stored = change_intention(session, _found(session, public_id), facts, by=by, now=now)
            public_id = stored.public_id
    except DomainError as error:
        form.show(error)
        with reading() as session:
            found = _found(session, public_id) if public_id else None
            return _form_page(session, form, found, error.status)
    flash_done(_("The intention is saved."))
    return redirect(url_for("signing_staff.intention", intention=public_id))


@blueprint.post("/console/intentions/new")
@requires(files)
def add_intention() -> ResponseReturnValue:
    return _save(None)


@blueprint.post("/console/intentions/<intention>/edit")
@requires(files)
def save_intention(intention: str) -> ResponseReturnValue:
    return _save(intention)


@blueprint.get("/console/intentions/<intention>")
@requires(sees_at_a_desk)
def intention(intention: str) -> ResponseReturnValue:
    with reading() as session:
        return _page(_found(session, intention))


def _page(found: Intention) -> str:
    signed = {signature.party_id: signature for signature in found.signatures}
    return render_template(
        "signing/staff_one.html",
        intention=found,
        signed=signed,
        may_sign=found.state in BEFORE_SIGNED,
        may_end=State.ENDED in TRANSITIONS[State(found.state)],
        checks=CHECK_NAMES,
    )


@blueprint.get("/console/intentions/<intention>/end")
@requires(is_organiser)
def end(intention: str) -> ResponseReturnValue:
    with reading() as session:
        return _end_page(_found(session, intention), EndForm(formdata=None))


def _end_page(found: Intention, form: EndForm, status: int = 200) -> ResponseReturnValue:
    return render_template("signing/staff_end.html", intention=found, form=form), status


@blueprint.post("/console/intentions/<intention>/end")
@requires(is_organiser)
def post_end(intention: str) -> ResponseReturnValue:
    form = EndForm()
    if not submitted(form):
        with reading() as session:
            return _end_page(_found(session, intention), form, 422)
    try:
        with unit_of_work() as session:
            found = _found(session, intention)
            end_intention(session, found, form.reason.data, by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _end_page(_found(session, intention), form, error.status)
    flash_done(_("The intention is ended."))
    return redirect(url_for("signing_staff.intention", intention=intention))


@blueprint.get("/console/intentions/<intention>/sign/<int:party>")
@requires(files)
def sign(intention: str, party: int) -> ResponseReturnValue:
    """The page on a tablet before which a party signs."""
    with reading() as session:
        found = _found(session, intention)
        return _sign_page(found, party, SignForm(formdata=None, signatory=_party(found, party).signatory))


def _sign_page(found: Intention, party: int, form: SignForm, status: int = 200) -> ResponseReturnValue:
    return render_template("signing/staff_sign.html", intention=found, party=_party(found, party), form=form), status


def _party(found: Intention, position: int) -> Party:
    """The party at this place of the agreement. Raises Invalid."""
    party = next((one for one in found.parties if one.position == position), None)
    if party is None:
        raise Invalid.field("party", _("There is no such party."))
    return party


@blueprint.post("/console/intentions/<intention>/sign/<int:party>")
@requires(files)
def take_signature(intention: str, party: int) -> ResponseReturnValue:
    form = SignForm()
    if not submitted(form):
        with reading() as session:
            return _sign_page(_found(session, intention), party, form, 422)
    try:
        with unit_of_work() as session:
            found = _found(session, intention)
            yes = _read_yes(session, found, party, form)
            sign_intention(session, found, yes, _settings(), by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _sign_page(_found(session, intention), party, form, error.status)
    flash_done(_("The signature is taken."))
    return redirect(url_for("signing_staff.intention", intention=intention))


def _read_yes(session: Session, found: Intention, party: int, form: SignForm) -> Yes:
    yes = {"party": _party(found, party).name, "signatory": form.signatory.data}
    if form.how.data == HowSigned.IN_PERSON:
        return Yes(**yes)
    if form.how.data == HowSigned.PAD:
        if not form.signature_png.data:
            raise Invalid.field("signature_png", _("Nothing was drawn in the frame."))
        return Yes(**yes, signature_png=form.signature_png.data)
    if not form.scan.data:
        raise Invalid.field("scan", _("The scan of the paper is needed."))
    if not form.sealed_on.data:
        raise Invalid.field("sealed_on", _("Say when the official seal on the paper was seen."))
    late = next((name for name, day in form.checks().items() if day > _today()), None)
    if late:
        raise Invalid.field(late, _("This day is yet to come."))
    settings = _settings()
    try:
        kept = keep_upload(
            session, form.scan.data.read(), form.scan.data.filename or "scan", current_actor(),
            folder=settings.instance_dir / "uploads", largest=settings.max_upload_bytes, now=clock.now(),
        )  # fmt: skip
    except Invalid as error:
        raise Invalid.field("scan", (error.errors or [{"message": str(error)}])[0]["message"]) from None
    return Yes(**yes, upload=kept.public_id, facts=form.checks())


def _today() -> str:
    return clock.local_day(clock.now(), zone()).isoformat()


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _link_page(found: Intention, party: int, form: LinkForm, status: int = 200) -> ResponseReturnValue:
    return render_template("signing/staff_link.html", intention=found, party=_party(found, party), form=form), status


@blueprint.get("/console/intentions/<intention>/sign/<int:party>/link")
@requires(files)
def ask_by_link(intention: str, party: int) -> ResponseReturnValue:
    with reading() as session:
        found = _found(session, intention)
        return _link_page(found, party, LinkForm(formdata=None, signatory=_party(found, party).signatory))


@blueprint.post("/console/intentions/<intention>/sign/<int:party>/link")
@requires(files)
def post_link(intention: str, party: int) -> ResponseReturnValue:
    """Send the link; a code that no other way leads to is shown here once, to be told by mouth."""
    form = LinkForm()
    if not submitted(form):
        with reading() as session:
            return _link_page(_found(session, intention), party, form, 422)
    try:
        with unit_of_work() as session:
            found = _found(session, intention)
            ways = typed_ways(form.email.data, form.phone.data)
            code = send_link(
                session, found, _party(found, party), form.signatory.data, ways, by=current_actor(), now=clock.now()
            )
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _link_page(_found(session, intention), party, form, error.status)
    if code is None:
        flash_done(_("The link is on its way by mail, its code by SMS."))
    else:
        flash_done(_("The link is on its way. Tell the signatory this code, by another way: %(code)s", code=code))
    return redirect(url_for("signing_staff.intention", intention=intention))


@blueprint.get("/console/intentions/<intention>/agreement.pdf")
@requires(sees_at_a_desk)
def agreement(intention: str) -> ResponseReturnValue:
    with reading() as session:
        found = _found(session, intention)
        content = agreement_file(found, congress_of(session, found), _settings(), now=clock.now())
        return Response(content, content_type="application/pdf")
