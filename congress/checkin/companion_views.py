"""`/me/<code>/companions`: whom one brings along."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.checkin.companions import Brought, bring_along, places_left
from congress.checkin.forms import CompanionForm
from congress.checkin.guest_queries import brought_by
from congress.foundation import clock
from congress.foundation.access import anybody_signed_in, current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.programme.queries import the_congress
from congress.registration.models import Registration
from congress.registration.queries import registration_for

blueprint = Blueprint("companions", __name__)


def _own(session: Session, code: str) -> Registration:
    return registration_for(session, current_actor(), the_congress(session).id, code, see_all=False)


def _page(code: str, form: CompanionForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        host = _own(session, code)
        page = render_template(
            "checkin/companions.html", host=host, form=form, companions=brought_by(session, host.id),
            left=places_left(session, host),
        )  # fmt: skip
        return page, status


@blueprint.get("/me/<code>/companions")
@requires(anybody_signed_in)
def mine(code: str) -> ResponseReturnValue:
    with reading() as session:
        form = CompanionForm(formdata=None, language=_own(session, code).language)
    return _page(code, form)


@blueprint.post("/me/<code>/companions")
@requires(anybody_signed_in)
def bring(code: str) -> ResponseReturnValue:
    form = CompanionForm()
    if not submitted(form):
        return _page(code, form, 422)
    who = Brought(
        name=form.name.data, organisation=form.organisation.data, language=form.language.data,
        under_age=form.under_age.data,
    )  # fmt: skip
    try:
        with unit_of_work() as session:
            bring_along(session, _own(session, code), who, by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _page(code, form, error.status)
    flash_done(_("Your companion is registered; you have a message about it."))
    return redirect(url_for("companions.mine", code=code))
