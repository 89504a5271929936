"""Filings at the desks: filed, confirmed by the investor, followed up, and linked to their intention."""

from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.filings.actions import file_project, follow_up, link_by_hand, unlink_filing, withdraw_filing
from congress.filings.forms import AskForm, FilingForm, FollowForm, LinkForm, ReasonForm
from congress.filings.links import ask_investor
from congress.filings.models import Filing
from congress.filings.permissions import files, sees
from congress.filings.queries import (
    chain_of,
    evidence_of,
    filer_names,
    filing_for,
    filings_statement,
    is_filer,
    linked_filings,
    own_filers,
)
from congress.filings.states import OPEN_STATES, STATE_NAMES, STEP_NAMES, FilingState
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, NotFound
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.i18n import _, pick
from congress.foundation.pages import flash_done
from congress.foundation.paging import paginate
from congress.foundation.uploads import keep_uploads, path_of
from congress.programme.queries import the_congress
from congress.schools.queries import all_divisions, all_industries
from congress.settings import Settings
from congress.signing.links import typed_ways
from congress.signing.permissions import sees_at_a_desk
from congress.signing.queries import intention_for, intention_of_congress

blueprint = Blueprint("filings_staff", __name__)
LIST_SIZE = 50


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _protection() -> timedelta:
    return timedelta(days=_settings().filing_protection_days)


@blueprint.get("/console/filings")
@requires(sees)
def filings() -> ResponseReturnValue:
    asked = request.args.get("state")
    with reading() as session:
        congress, actor = the_congress(session), current_actor()
        statement = filings_statement(actor, congress.id, state=asked if asked in {*FilingState} else None)
        page = paginate(
            session, statement, [Filing.number], limit=LIST_SIZE, cursor=request.args.get("cursor"), descending=True
        )
        return render_template(
            "filings/staff_list.html", page=page, state=asked, states=STATE_NAMES,
            names=filer_names(session, page.items),
            chain=chain_of(session, congress.id) if is_organiser(actor) else None,
        )  # fmt: skip


def _offer(session: Session, form: FilingForm) -> None:
    industries = [(one.code, pick(one.name_zh, one.name_en)) for one in all_industries(session)]
    form.offer(own_filers(session, current_actor()), industries)


def _form_page(session: Session, form: FilingForm, status: int = 200) -> ResponseReturnValue:
    divisions = [one.name for one in all_divisions(session) if one.kind != "statistical"]
    page = render_template(
        "filings/staff_form.html", form=form, divisions=divisions, days=_settings().filing_protection_days
    )  # fmt: skip
    return page, status


@blueprint.get("/console/filings/new")
@requires(files)
def new_filing() -> ResponseReturnValue:
    with reading() as session:
        form = FilingForm(formdata=None)
        _offer(session, form)
        return _form_page(session, form)


@blueprint.post("/console/filings/new")
@requires(files)
def add_filing() -> ResponseReturnValue:
    form = FilingForm()
    with reading() as session:
        _offer(session, form)
        if not submitted(form):
            return _form_page(session, form, 422)
    try:
        with unit_of_work() as session:
            made, earlier = file_project(
                session, the_congress(session), form.facts(), by=current_actor(), now=clock.now()
            )
            public_id = made.public_id
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _form_page(session, form, error.status)
    flash_done(
        _("The filing is kept. An earlier filing of what seems to be the same project exists; yours is behind it.")
        if earlier
        else _("The filing is kept. Now ask the investor to confirm it.")
    )
    return redirect(url_for("filings_staff.filing", project=public_id))


def _found(session: Session, public_id: str) -> Filing:
    return filing_for(session, current_actor(), the_congress(session), public_id)


def _page(session: Session, found: Filing, status: int = 200, **typed: BaseForm) -> ResponseReturnValue:
    """The page with one form as it was typed, the others empty."""
    kinds: dict[str, type[BaseForm]] = {
        "ask": AskForm, "follow": FollowForm, "withdraw": ReasonForm, "link": LinkForm, "unlink": ReasonForm,
    }  # fmt: skip
    forms = {name: typed.get(name) or kind(formdata=None) for name, kind in kinds.items()}
    page = render_template(
        "filings/staff_one.html", found=found, forms=forms, states=STATE_NAMES, steps=STEP_NAMES,
        filer=pick(*filer_names(session, [found])[found.filer_code]), mine=is_filer(current_actor(), found),
        open=found.standing.state in OPEN_STATES, stands=found.standing.stands(clock.now()),
        days=_settings().filing_protection_days,
    )  # fmt: skip
    return page, status


@blueprint.get("/console/filings/<project>")
@requires(sees)
def filing(project: str) -> ResponseReturnValue:
    with reading() as session:
        return _page(session, _found(session, project))


def _act(project: str, name: str, form: BaseForm, work: Callable[[Session, Filing], str]) -> ResponseReturnValue:
    """One act on the filing's page; `work` answers what is said when it is done."""
    if not submitted(form):
        with reading() as session:
            return _page(session, _found(session, project), 422, **{name: form})
    try:
        with unit_of_work() as session:
            said = work(session, _found(session, project))
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _page(session, _found(session, project), error.status, **{name: form})
    flash_done(said)
    return redirect(url_for("filings_staff.filing", project=project))


@blueprint.post("/console/filings/<project>/ask")
@requires(files)
def ask(project: str) -> ResponseReturnValue:
    """Send the link; a code that no other way leads to is shown here once, to be told by mouth."""
    form = AskForm()

    def work(session: Session, found: Filing) -> str:
        ways = typed_ways(form.email.data, form.phone.data)
        code = ask_investor(session, found, ways, by=current_actor(), now=clock.now())
        if code is None:
            return str(_("The link is on its way by mail, its code by SMS."))
        return str(_("The link is on its way. Tell the investor this code, by another way: %(code)s", code=code))

    return _act(project, "ask", form, work)


@blueprint.post("/console/filings/<project>/follow")
@requires(files)
def follow(project: str) -> ResponseReturnValue:
    form = FollowForm()

    def work(session: Session, found: Filing) -> str:
        folder, largest, now = _settings().instance_dir / "uploads", _settings().max_upload_bytes, clock.now()
        by = current_actor()
        evidence = keep_uploads(session, form.evidence.data or [], by, folder=folder, largest=largest, now=now)
        follow_up(session, found, form.text.data, evidence, protection=_protection(), by=by, now=now)
        return str(_("The follow-up is written down."))

    return _act(project, "follow", form, work)


@blueprint.post("/console/filings/<project>/withdraw")
@requires(files)
def withdraw(project: str) -> ResponseReturnValue:
    form = ReasonForm()

    def work(session: Session, found: Filing) -> str:
        withdraw_filing(session, found, form.reason.data, by=current_actor(), now=clock.now())
        return str(_("The filing is withdrawn."))

    return _act(project, "withdraw", form, work)


@blueprint.post("/console/filings/<project>/link")
@requires(is_organiser)
def link(project: str) -> ResponseReturnValue:
    form = LinkForm()

    def work(session: Session, found: Filing) -> str:
        intention = intention_of_congress(session, found.congress_id, form.intention.data)
        link_by_hand(session, found, intention, form.basis.data, by=current_actor(), now=clock.now())
        return str(_("The filing is linked to the intention."))

    return _act(project, "link", form, work)


@blueprint.post("/console/filings/<project>/unlink")
@requires(is_organiser)
def unlink(project: str) -> ResponseReturnValue:
    form = ReasonForm()

    def work(session: Session, found: Filing) -> str:
        unlink_filing(session, found, form.reason.data, by=current_actor(), now=clock.now())
        return str(_("The link to the intention was taken off"))

    return _act(project, "unlink", form, work)


@blueprint.get("/console/filings/<project>/evidence/<upload>")
@requires(sees)
def evidence(project: str, upload: str) -> ResponseReturnValue:
    """A file of a follow-up, always a download."""
    with reading() as session:
        found = evidence_of(_found(session, project), upload)
        if found is None:
            raise NotFound
        content = path_of(_settings().instance_dir / "uploads", found).read_bytes()
        response = Response(content, content_type=found.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.public_id}"'
    return response


@blueprint.get("/console/intentions/<intention>/filings")
@requires(sees_at_a_desk)
def of_intention(intention: str) -> ResponseReturnValue:
    """What was filed before the intention, for those whom it concerns: what shares and disputes can rest on."""
    with reading() as session:
        found = intention_for(session, current_actor(), the_congress(session).slug, intention)
        linked = linked_filings(session, [found.id])
        return render_template(
            "filings/staff_intention.html", intention=found, filings=linked, names=filer_names(session, linked),
            holders={share.school.code for share in found.schools},
        )  # fmt: skip
