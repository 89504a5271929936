"""For guests: what they wish; for drivers: whom they meet, by a link alone."""

from functools import partial

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.foundation import clock
from congress.foundation.access import Actor, anybody_signed_in, current_actor, public, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import NotFound
from congress.foundation.i18n import _
from congress.foundation.limits import limiter
from congress.foundation.pages import zone
from congress.programme.queries import the_congress
from congress.registration.models import Registration
from congress.registration.queries import registration_for
from congress.stay.acting import act_by_form
from congress.stay.actions import save_wish
from congress.stay.forms import WishForm
from congress.stay.queries import wish_of
from congress.stay.transfer_queries import rides_of
from congress.stay.transfers import driver_trip, tick_rider

blueprint = Blueprint("stay", __name__)
DRIVER = Actor(display_name="driver")


def _own(session: Session, code: str) -> Registration:
    return registration_for(session, current_actor(), the_congress(session).id, code, see_all=False)


@blueprint.get("/me/<code>/stay")
@requires(anybody_signed_in)
def wish(code: str) -> ResponseReturnValue:
    form = WishForm(formdata=None)
    with reading() as session:
        form.fill(wish_of(session, _own(session, code).id))
    return _page(code, form)


def _page(code: str, form: WishForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        return render_template("stay/wish.html", form=form, registration=_own(session, code)), status


@blueprint.post("/me/<code>/stay")
@requires(anybody_signed_in)
def save(code: str) -> ResponseReturnValue:
    form = WishForm()

    def act(session: Session) -> str:
        save_wish(session, _own(session, code), form.facts(), by=current_actor(), now=clock.now())
        return url_for("me.me")

    return act_by_form(form, act, partial(_page, code, form), said=_("Your wishes are saved."))


@blueprint.get("/ride/<secret>")
@public
@limiter.limit("60 per minute")
def ride(secret: str) -> ResponseReturnValue:
    """The driver's page: everybody to be met, with a number to call."""
    with reading() as session:
        trip = driver_trip(session, secret, zone=zone(), now=clock.now())
        return render_template("stay/driver.html", trip=trip, riders=rides_of(session, trip), secret=secret)


@blueprint.post("/ride/<secret>/<int:rider>/<any(in,out):state>")
@public
@limiter.limit("60 per minute")
def tick(secret: str, rider: int, state: str) -> ResponseReturnValue:
    """Somebody is in the car, or is not after all."""
    now = clock.now()
    with unit_of_work() as session:
        trip = driver_trip(session, secret, zone=zone(), now=now)
        riders = (one for one, _wish in rides_of(session, trip) if one.struck_at is None)
        found = next((one for one in riders if one.id == rider), None)
        if found is None:
            raise NotFound
        tick_rider(session, trip, found, inside=state == "in", by=DRIVER, now=now)
    return redirect(url_for("stay.ride", secret=secret))
