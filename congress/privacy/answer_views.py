"""The whole number behind an answer: for one of the reasons that the trail keeps, on a page that is not kept."""

from collections.abc import Mapping

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.audit import record
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import NotFound
from congress.foundation.forms import submitted
from congress.privacy.forms import ReasonForm
from congress.programme.queries import the_congress
from congress.questions.queries import every_sheet_of
from congress.questions.settling import open_number
from congress.questions.shown import kept_behind
from congress.questions.states import Kind
from congress.registration.models import Registration
from congress.registration.queries import registration_by_code

blueprint = Blueprint("privacy_answers", __name__)


def _answer(session: Session, code: str, question: str) -> tuple[Registration, str, Mapping[str, str]]:
    """Whose it is, the question's words, and the answer as it is kept; NotFound where no number was answered."""
    found = registration_by_code(session, the_congress(session).id, code)
    sheets = every_sheet_of(session, [found.id])[found.id]
    for sheet in sheets:
        for one in kept_behind([sheet], Kind.IDENTITY):
            if one.key == question:
                return found, one.label, sheet.answers[question]
    raise NotFound


@blueprint.get("/console/identity/<code>/answers/<question>")
@requires(is_organiser)
def number(code: str, question: str) -> ResponseReturnValue:
    with reading() as session:
        found, label, answer = _answer(session, code, question)
        return render_template(
            "privacy/staff_answer.html", registration=found, label=label, number=answer["name"],
            form=ReasonForm(formdata=None), whole=False,
        )  # fmt: skip


@blueprint.post("/console/identity/<code>/answers/<question>")
@requires(is_organiser)
def whole_number(code: str, question: str) -> ResponseReturnValue:
    form = ReasonForm()
    with unit_of_work() as session:
        found, label, answer = _answer(session, code, question)
        whole = submitted(form)
        said = answer["name"]
        if whole:
            facts = {"reason": form.reason.data, "question": question}
            record(session, current_actor(), "identity.viewed", "registration", code, now=clock.now(), **facts)
            said = open_number(question, answer)
        page = render_template(
            "privacy/staff_answer.html", registration=found, label=label, number=said, form=form, whole=whole
        )
    return page, 200 if whole else 422
