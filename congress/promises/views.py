"""For the investor who holds a link: what was promised and is called kept, and their word on it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from congress.foundation import clock
from congress.foundation.access import public
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import Invalid
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.limits import limiter
from congress.promises.actions import answer_promise
from congress.promises.forms import WordForm
from congress.promises.links import open_link
from congress.promises.models import Promise
from congress.signing.links import is_code

blueprint = Blueprint("promises", __name__)


def _page(form: WordForm, promise: Promise | None, status: int = 200) -> ResponseReturnValue:
    return render_template("promises/word.html", form=form, promise=promise), status


@blueprint.get("/promise/<secret>")
@public
@limiter.limit("60 per minute")
def link(secret: str) -> ResponseReturnValue:
    """Asks for the code; the promise is shown to whoever has both."""
    with reading() as session:
        open_link(session, secret, now=clock.now())
        return _page(WordForm(formdata=None), None)


@blueprint.post("/promise/<secret>")
@public
@limiter.limit("20 per minute")
def answer(secret: str) -> ResponseReturnValue:
    """With the code the promise, with an answer the investor's word."""
    form, now = WordForm(), clock.now()
    with unit_of_work() as session:
        found, promise = open_link(session, secret, now=now, lock=True)
        if not submitted(form):
            return _page(form, None, 422)
        if not is_code(found, secret, form.code.data):
            form.show(Invalid.field("code", _("This is not the code that belongs to the link.")))
            return _page(form, None, 422)
        if form.answer.data not in {"yes", "no"}:
            return _page(form, promise)
        confirmed = form.answer.data == "yes"
        try:
            answer_promise(session, promise, form.text.data, confirmed=confirmed, now=now)
        except Invalid as error:
            form.show(error)
            return _page(form, promise, error.status)
        found.closed_at = now
        return render_template("promises/word_given.html", promise=promise, confirmed=confirmed)
