"""For the investor who holds a link: what is filed, and the word on it."""

from datetime import timedelta

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.filings.actions import answer_filing
from congress.filings.forms import AnswerForm
from congress.filings.links import open_link
from congress.filings.models import Filing
from congress.filings.queries import filer_names
from congress.foundation import clock
from congress.foundation.access import public
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import Invalid
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, pick
from congress.foundation.limits import limiter
from congress.signing.links import is_code

blueprint = Blueprint("filings", __name__)


def _page(session: Session, form: AnswerForm, filing: Filing | None, status: int = 200) -> ResponseReturnValue:
    filer = pick(*filer_names(session, [filing])[filing.filer_code]) if filing else ""
    return render_template("filings/confirm.html", form=form, filing=filing, filer=filer), status


@blueprint.get("/confirm/<secret>")
@public
@limiter.limit("60 per minute")
def link(secret: str) -> ResponseReturnValue:
    """Asks for the code; the filing is shown to whoever has both."""
    with reading() as session:
        open_link(session, secret, now=clock.now())
        return _page(session, AnswerForm(formdata=None), None)


@blueprint.post("/confirm/<secret>")
@public
@limiter.limit("20 per minute")
def answer(secret: str) -> ResponseReturnValue:
    """With the code the filing, with an answer the investor's word."""
    form, now = AnswerForm(), clock.now()
    with unit_of_work() as session:
        found, filing = open_link(session, secret, now=now, lock=True)
        if not submitted(form):
            return _page(session, form, None, 422)
        if not is_code(found, secret, form.code.data):
            form.show(Invalid.field("code", _("This is not the code that belongs to the link.")))
            return _page(session, form, None, 422)
        if form.answer.data not in {"yes", "no"}:
            return _page(session, form, filing)
        found.closed_at = now
        protection = timedelta(days=current_app.extensions["settings"].filing_protection_days)
        agrees = form.answer.data == "yes"
        answered = answer_filing(session, filing, agrees=agrees, protection=protection, now=now)
        return render_template("filings/confirmed.html", filing=answered, agrees=agrees)
