"""The schools that somebody claims, changed by themselves."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.almamater.forms import MOST_SCHOOLS, SchoolsForm
from congress.alumni.actions import replace_education
from congress.alumni.models import Person
from congress.alumni.queries import person_by_id
from congress.foundation import clock
from congress.foundation.access import anybody_signed_in, current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, NotFound
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.programme.queries import the_congress
from congress.registration.queries import registration_for
from congress.registration.wishes import read_schools
from congress.schools.queries import school_names

blueprint = Blueprint("almamater", __name__)
SPARE_ROWS = 2


def _own_person(session: Session, code: str) -> Person:
    registration = registration_for(session, current_actor(), the_congress(session).id, code, see_all=False)
    person = person_by_id(session, registration.person_id)
    assert person is not None  # noqa: S101 -- a registration always has one
    return person


def _page(code: str, form: SchoolsForm | None = None, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        person = _own_person(session, code)
        form = form or _filled(person)
        page = render_template(
            "almamater/me_schools.html", form=form, code=code, educations=person.educations,
            schools=school_names(session),
        )  # fmt: skip
    return page, status


def _filled(person: Person) -> SchoolsForm:
    form = SchoolsForm(formdata=None)
    rows = [
        {"school": one.school.name, "graduated": one.graduated, "degree": one.degree} for one in person.educations
    ]  # fmt: skip
    for row in [*rows, *[{}] * SPARE_ROWS][:MOST_SCHOOLS]:
        form.schools.append_entry(row)
    return form


@blueprint.get("/me/<code>/schools")
@requires(anybody_signed_in)
def schools(code: str) -> ResponseReturnValue:
    return _page(code)


@blueprint.post("/me/<code>/schools")
@requires(anybody_signed_in)
def save_schools(code: str) -> ResponseReturnValue:
    """Make the claims those of the form; what is said anew of a school is for it to confirm anew."""
    form = SchoolsForm()
    if not submitted(form):
        return _page(code, form, 422)
    try:
        with unit_of_work() as session:
            replace_education(session, _own_person(session, code), read_schools(session, form.schools), now=clock.now())
    except NotFound:
        raise
    except DomainError as error:
        form.show(error)
        return _page(code, form, error.status)
    flash_done(_("Your schools are saved; each is asked to confirm what is new."))
    return redirect(url_for("me.me"))
