"""From a filled-in form to what somebody asks for."""

from sqlalchemy.orm import Session
from wtforms import FieldList

from congress.alumni.actions import Learned, PersonFacts
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _
from congress.programme.models import Congress
from congress.programme.queries import category_by_slug
from congress.questions.queries import form_by_id
from congress.registration.forms import RegisterForm
from congress.registration.models import Invitation
from congress.registration.wish import Wish
from congress.schools.queries import resolve_school


def read_wish(
    session: Session, congress: Congress, form: RegisterForm, *, category: str, invitation: Invitation | None = None
) -> Wish:
    """What the form asks for; an invitation decides the category.

    Raises:
        Invalid: the congress has no such category, a school is not known (told at its field).
    """
    found = category_by_slug(session, congress.id, category)
    if found is None:
        raise Invalid(_("There is no such category."))
    return Wish(
        person=read_facts(form),
        category=invitation.category if invitation is not None else found,
        language=form.language.data,
        schools=read_schools(session, form.schools),
        forums=list(dict.fromkeys(form.forums.data or [])),
        consents=form.optional_consents(),
        invitation=invitation,
        form=form_by_id(session, form.version_id),
        given=form.answers(),
    )


def read_facts(form: RegisterForm) -> PersonFacts:
    return PersonFacts(
        name=form.name.data,
        email=form.email.data or None,
        phone=form.phone.data or None,
        organisation=form.organisation.data,
        title=form.title.data,
    )


def read_schools(session: Session, rows: FieldList) -> list[Learned]:
    """The schools of the rows that name one; raises Invalid, told at the row's field."""
    found: dict[int, Learned] = {}
    for row in rows:
        if not row.form.school.data:
            continue
        school = resolve_school(session, row.form.school.data)
        if school is None:
            message = _("We do not know this school; please choose one from the list.")
            row.form.school.errors = [str(message)]
            raise Invalid(message)
        degree = row.form.degree.data if "degree" in row.form else ""
        found[school.id] = Learned(school, row.form.graduated.data, degree)
    return list(found.values())
