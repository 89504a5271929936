"""`/me/<code>/photo`: giving, seeing and taking back one's photo; and the look of those who review."""

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import anybody_signed_in, current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, Invalid, NotFound
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.programme.queries import the_congress
from congress.registration.forms import PhotoForm
from congress.registration.models import Registration
from congress.registration.photo_queries import has_photo, photo_of
from congress.registration.photos import asks_photo, keep_photo, remove_photo, see_photo
from congress.registration.queries import registration_by_code, registration_for

blueprint = Blueprint("photos", __name__)


def _own(session: Session, code: str) -> Registration:
    return registration_for(session, current_actor(), the_congress(session).id, code, see_all=False)


def _page(code: str, form: PhotoForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        own = _own(session, code)
        page = render_template(
            "registration/photo.html", registration=own, form=form, has_photo=has_photo(session, own.id),
            asked=asks_photo(own.category),
        )  # fmt: skip
        return page, status


@blueprint.get("/me/<code>/photo")
@requires(anybody_signed_in)
def mine(code: str) -> ResponseReturnValue:
    return _page(code, PhotoForm(formdata=None))


@blueprint.post("/me/<code>/photo")
@requires(anybody_signed_in)
def give(code: str) -> ResponseReturnValue:
    form = PhotoForm()
    if not submitted(form):
        return _page(code, form, 422)
    try:
        with unit_of_work() as session:
            if not form.picture.data:
                raise Invalid.field("picture", _("Please choose a file."))
            keep_photo(session, _own(session, code), form.picture.data.read(), by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _page(code, form, error.status)
    flash_done(_("Your photo is saved."))
    return redirect(url_for("photos.mine", code=code))


@blueprint.post("/me/<code>/photo/remove")
@requires(anybody_signed_in)
def take_back(code: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        remove_photo(session, _own(session, code), by=current_actor(), now=clock.now())
    flash_done(_("Your photo is deleted."))
    return redirect(url_for("photos.mine", code=code))


def _picture(content: bytes | None) -> Response:
    """No browser and no proxy keeps it."""
    if content is None:
        raise NotFound
    response = Response(content, content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.get("/me/<code>/photo.jpg")
@requires(anybody_signed_in)
def own_picture(code: str) -> Response:
    with reading() as session:
        photo = photo_of(session, _own(session, code).id)
        return _picture(photo.content if photo else None)


@blueprint.get("/console/registrations/<code>/photo.jpg")
@requires(is_organiser)
def picture(code: str) -> Response:
    with unit_of_work() as session:
        found = registration_by_code(session, the_congress(session).id, code)
        return _picture(see_photo(session, found, by=current_actor(), now=clock.now()))
