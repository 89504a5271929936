"""`/me/data`: what is kept about me, and every right that I have in it."""

from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.actions import issue_login_code, use_login_code
from congress.accounts.addresses import Address, read_address
from congress.accounts.errors import CodeRefused
from congress.alumni.models import Person
from congress.alumni.queries import standing_consents
from congress.alumni.states import PURPOSE_TEXTS, Purpose
from congress.foundation import clock
from congress.foundation.access import Actor, anybody_signed_in, current_actor, requires
from congress.foundation.batches import BatchState, send_batch_file
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, NotFound
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, language, pick
from congress.foundation.limits import limiter
from congress.foundation.pages import flash_done, zone
from congress.foundation.personal import Subject, find_subject
from congress.foundation.sealed import FieldSeal
from congress.notifications.actions import Recipient, send_message
from congress.privacy.actions import change_consent, close_request, keep_identity, open_request, remove_identity
from congress.privacy.erasing import announced, check_erasable, erase_person
from congress.privacy.errors import NobodyOfYours, NotAsked
from congress.privacy.export import by_purpose, shown_rows
from congress.privacy.exporting import FORMATS, LIVES, SMALL, WORK, export_for, make_export, queue_export
from congress.privacy.forms import CodeForm, IdentityForm
from congress.privacy.messages import erasure_code_text
from congress.privacy.models import IdentityTerms
from congress.privacy.queries import (
    exports_of,
    identity_of,
    identity_terms,
    own_people,
    own_person,
    registrations_of,
)
from congress.privacy.rules import ELSEWHERE
from congress.privacy.states import Channel, DocumentKind, RequestState, Right
from congress.privacy.words import column_name, value_text
from congress.programme.queries import the_congress
from congress.registration.models import Registration
from congress.registration.queries import registration_for

blueprint = Blueprint("privacy", __name__)
# in addresses: one's account, where one is nobody who ever registered
ACCOUNT = "account"


def _whose(session: Session, who: str) -> tuple[dict[str, int], Person | None]:
    """What a walk starts from, and the person if there is one; NobodyOfYours for somebody else's."""
    actor = current_actor()
    if who != ACCOUNT:
        person = own_person(session, actor, who)
        return {"person": person.id}, person
    if actor.user_id is None or own_people(session, actor):
        raise NobodyOfYours
    return {"user": actor.user_id}, None


def _subject(session: Session, who: str) -> tuple[Subject, Person | None]:
    start, person = _whose(session, who)
    return find_subject(session, **start), person


@blueprint.get("/me/data")
@requires(anybody_signed_in)
def choose() -> ResponseReturnValue:
    """Straight to one's own data; a secretary who registered ten people says whose."""
    with reading() as session:
        people = own_people(session, current_actor())
        if len(people) > 1:
            return render_template("privacy/choose.html", people=people)
        return redirect(url_for("privacy.data", who=people[0].public_id if people else ACCOUNT))


@blueprint.get("/me/data/<who>")
@requires(anybody_signed_in)
def data(who: str) -> ResponseReturnValue:
    with reading() as session:
        subject, person = _subject(session, who)
        by, since = current_actor(), clock.now() - LIVES
        exports = exports_of(session, WORK, by.user_id or 0, since=since)
        return render_template(
            "privacy/data.html",
            who=who,
            person=person,
            registrations=registrations_of(session, person.id) if person else [],
            groups=[(purpose, [_lines(table, rows) for table, rows in held]) for purpose, held in by_purpose(subject)],
            consents=_consents(session, person),
            exports=exports,
            waiting=any(batch.state in {BatchState.QUEUED, BatchState.RUNNING} for batch in exports),
        )


def _lines(table: Any, rows: Any) -> dict[str, Any]:
    entries = [
        [(column_name(path), value_text(value)) for path, value in row.items() if value_text(value)]
        for row in shown_rows(table, rows)
    ]
    return {"title": table.title, "entries": entries, "kept": None if table.erased else table.kept}


def _consents(session: Session, person: Person | None) -> list[tuple[Purpose, Any, bool]]:
    if person is None:
        return []
    standing = {consent.purpose for consent in standing_consents(session, person.id)}
    return [(purpose, PURPOSE_TEXTS[purpose], purpose in standing) for purpose in Purpose]


@blueprint.post("/me/data/<who>/consents/<purpose>")
@requires(anybody_signed_in)
def consent(who: str, purpose: str) -> ResponseReturnValue:
    """Give or take back one consent."""
    if purpose not in set(Purpose):
        raise NotFound
    agreed = request.form.get("agreed") == "yes"
    with unit_of_work() as session:
        _start, person = _whose(session, who)
        if person is None:
            raise NobodyOfYours
        change_consent(
            session, person, Purpose(purpose), agreed=agreed, zone=zone(), by=current_actor(), now=clock.now()
        )
    flash_done(_("Your consent is recorded.") if agreed else _("Your consent is taken back and counts no more."))
    return redirect(url_for("privacy.data", who=who))


@blueprint.post("/me/data/<who>/export")
@requires(anybody_signed_in)
@limiter.limit("20 per hour")
def export(who: str) -> ResponseReturnValue:
    form = request.form.get("format", "json")
    if form not in FORMATS:
        raise NotFound
    with unit_of_work() as session:
        start, _person = _whose(session, who)
        rows = find_subject(session, **start).count
        batch = queue_export(session, start, form, rows, by=current_actor(), now=clock.now())
        batch_id, public_id = batch.id, batch.public_id
    if rows > SMALL:
        flash_done(_("The file is being made; it appears below and stays for a day."))
        return redirect(url_for("privacy.data", who=who))
    make_export(batch_id)
    return redirect(url_for("privacy.exported", export=public_id))


@blueprint.get("/me/data/files/<export>")
@requires(anybody_signed_in)
def exported(export: str) -> ResponseReturnValue:
    """The file, for a day and for whoever asked for it."""
    with reading() as session:
        batch = export_for(session, current_actor(), export, now=clock.now())
        response: Response = send_batch_file(batch)
        response.content_type = FORMATS[batch.wish["format"]]
        return response


@blueprint.get("/me/data/<who>/erase")
@requires(anybody_signed_in)
def ask_erase(who: str) -> ResponseReturnValue:
    """What would go, what would stay and why, before anything happens."""
    with reading() as session:
        subject, person = _subject(session, who)
        check_erasable(session, subject)
        fates = announced(subject, today=clock.local_day(clock.now(), zone()))
        return render_template("privacy/erase.html", who=who, person=person, fates=fates, elsewhere=ELSEWHERE)


def _own_address(actor: Actor) -> Address:
    """An address of the account: by mail where there is one."""
    return read_address(max(actor.addresses, key=lambda text: "@" in text))


def _key() -> bytes:
    return str(current_app.secret_key).encode()


@blueprint.post("/me/data/<who>/erase")
@requires(anybody_signed_in)
@limiter.limit("10 per hour")
def send_code(who: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        check_erasable(session, _subject(session, who)[0])
        address, now = _own_address(current_actor()), clock.now()
        code, _link = issue_login_code(session, address, key=_key(), now=now)
        to = Recipient(email=address.email, phone=address.phone, language=language())
        send_message(session, to, "privacy.erasure_code", erasure_code_text(code), now=now)
    return redirect(url_for("privacy.enter_code", who=who))


@blueprint.get("/me/data/<who>/erase/confirm")
@requires(anybody_signed_in)
def enter_code(who: str) -> ResponseReturnValue:
    return _code_page(who, CodeForm(formdata=None))


def _code_page(who: str, form: CodeForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        _start, person = _whose(session, who)
        address = _own_address(current_actor()).text
        return render_template("privacy/enter_code.html", who=who, person=person, form=form, address=address), status


@blueprint.post("/me/data/<who>/erase/confirm")
@requires(anybody_signed_in)
@limiter.limit("20 per hour")
def erase(who: str) -> ResponseReturnValue:
    """The second confirmation; a wrong code is counted, also where nothing comes of it."""
    form = CodeForm()
    if not submitted(form):
        return _code_page(who, form, 422)
    by, now = current_actor(), clock.now()
    with unit_of_work() as session:
        _whose(session, who)
        code = form.code.data.replace(" ", "")
        is_right = use_login_code(session, _own_address(by), code, key=_key(), now=now)
    if not is_right:
        form.show(CodeRefused())
        return _code_page(who, form, 422)
    with unit_of_work() as session:
        start, person = _whose(session, who)
        opened = open_request(
            session, Right.ERASE, channel=Channel.PAGE, person_id=person.id if person else None, user_id=by.user_id,
            received_on=clock.local_day(now, zone()), by=by, now=now,
        )  # fmt: skip
        close_request(session, opened, RequestState.DONE, "", by=by, now=now)
        number = opened.public_id[:8]
        erase_person(session, start, number, zone=zone(), by=by, cause=Right.ERASE, now=now)
    return render_template("privacy/erased.html", number=number.upper())


@blueprint.get("/me/<code>/identity")
@requires(anybody_signed_in)
def identity(code: str) -> ResponseReturnValue:
    return _identity_page(code, IdentityForm(formdata=None))


def _registration(session: Session, code: str) -> tuple[Registration, IdentityTerms]:
    """One's own, where the congress asks for the number."""
    registration = registration_for(session, current_actor(), the_congress(session).id, code, see_all=False)
    terms = identity_terms(session, registration.congress_id)
    if terms is None or not terms.is_asked:
        raise NotAsked
    return registration, terms


def _identity_page(code: str, form: IdentityForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        registration, terms = _registration(session, code)
        kept = identity_of(session, registration.id)
        why = pick(terms.why_zh, terms.why_en)
        page = render_template("privacy/identity.html", registration=registration, why=why, kept=kept, form=form)
    return page, status


@blueprint.post("/me/<code>/identity")
@requires(anybody_signed_in)
def give_identity(code: str) -> ResponseReturnValue:
    form = IdentityForm()
    if not submitted(form):
        return _identity_page(code, form, 422)
    seal = FieldSeal(current_app.extensions["settings"])
    try:
        with unit_of_work() as session:
            registration, _terms = _registration(session, code)
            kind = DocumentKind(form.kind.data)
            keep_identity(session, registration, kind, form.number.data, seal, by=current_actor(), now=clock.now())
    except NotFound:
        raise
    except DomainError as error:
        form.show(error)
        return _identity_page(code, form, error.status)
    flash_done(_("The number is kept, sealed."))
    return redirect(url_for("privacy.identity", code=code))


@blueprint.post("/me/<code>/identity/remove")
@requires(anybody_signed_in)
def take_identity_back(code: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        registration = registration_for(session, current_actor(), the_congress(session).id, code, see_all=False)
        remove_identity(session, registration, by=current_actor(), now=clock.now())
    flash_done(_("The number is removed."))
    return redirect(url_for("me.me"))
