"""For whoever holds a paper or a link: the check of a seal, and the page on which one signs from afar."""

import hashlib

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.foundation import clock
from congress.foundation.access import public
from congress.foundation.db import reading, unit_of_work
from congress.foundation.documents.verdicts import SealReport
from congress.foundation.errors import DomainError, Invalid, TooLarge
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.limits import limiter
from congress.signing.agreements import agreement_number, check_paper
from congress.signing.errors import NoSuchAgreement
from congress.signing.forms import CheckForm, CodeForm
from congress.signing.links import is_code, open_link, sign_by_link
from congress.signing.models import Intention
from congress.signing.queries import congress_of, sealed_agreement
from congress.signing.states import VERDICT_NAMES, VERDICT_REASONS

blueprint = Blueprint("signing", __name__)
LARGEST = 10 * 1024 * 1024


def _page(
    form: CheckForm, report: SealReport | None = None, known: Intention | None = None, number: str = "",
    status: int = 200,
) -> ResponseReturnValue:  # fmt: skip
    page = render_template(
        "signing/verify.html",
        form=form,
        report=report,
        known=known,
        number=number,
        names=VERDICT_NAMES,
        reasons=VERDICT_REASONS,
    )
    return page, status


def _number(session: Session, known: Intention) -> str:
    return agreement_number(known, congress_of(session, known))


@blueprint.get("/verify")
@public
def verify() -> ResponseReturnValue:
    return _page(CheckForm(formdata=None))


@blueprint.get("/verify/<agreement>")
@public
def verify_agreement(agreement: str) -> ResponseReturnValue:
    """Where the code on an agreement leads: that there is one, and where its file is checked."""
    with reading() as session:
        known = sealed_agreement(session, public_id=agreement.lower())
        if known is None:
            raise NoSuchAgreement
        return _page(CheckForm(formdata=None), known=known, number=_number(session, known))


@blueprint.post("/verify")
@public
@limiter.limit("20 per minute")
def judge() -> ResponseReturnValue:
    form = CheckForm()
    if not submitted(form):
        return _page(form, status=422)
    try:
        pdf = _sent(form)
    except DomainError as error:
        form.show(error)
        return _page(form, status=error.status)
    report = check_paper(pdf, current_app.extensions["settings"])
    with reading() as session:
        known = sealed_agreement(session, sha256=hashlib.sha256(pdf).hexdigest()) if report.good else None
        return _page(form, report, known, _number(session, known) if known else "")


def _device() -> dict[str, str]:
    """What the signatory's device says of itself; no address."""
    agent = request.user_agent.string[:300]
    return {"agent": agent, "languages": request.accept_languages.to_header()[:100]}


@blueprint.get("/sign/<secret>")
@public
@limiter.limit("60 per minute")
def link(secret: str) -> ResponseReturnValue:
    """Asks for the code; the text is shown to whoever has both."""
    with reading() as session:
        open_link(session, secret, now=clock.now())
    return render_template("signing/link.html", form=CodeForm(formdata=None), intention=None, link=None)


@blueprint.post("/sign/<secret>")
@public
@limiter.limit("20 per minute")
def sign_here(secret: str) -> ResponseReturnValue:
    """With the code the text, with the yes the signature."""
    form, now = CodeForm(), clock.now()
    with unit_of_work() as session:
        found, intention = open_link(session, secret, now=now, lock=True)
        if not submitted(form):
            return render_template("signing/link.html", form=form, intention=None, link=None), 422
        if not is_code(found, secret, form.code.data):
            form.show(Invalid.field("code", _("This is not the code that belongs to the link.")))
            return render_template("signing/link.html", form=form, intention=None, link=None), 422
        if not form.agreed.data:
            return render_template("signing/link.html", form=form, intention=intention, link=found)
        settings = current_app.extensions["settings"]
        signed = sign_by_link(session, found, intention, _device(), settings, now=now)
        return render_template("signing/link_done.html", intention=signed, link=found)


def _sent(form: CheckForm) -> bytes:
    pdf: bytes = form.file.data.read(LARGEST + 1)
    if len(pdf) > LARGEST:
        raise TooLarge(_("The file is larger than %(megabytes)s MB.", megabytes=LARGEST // 1024**2))
    return pdf
