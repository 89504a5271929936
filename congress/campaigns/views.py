"""The way off the list: no login, one click, from the mail program itself or from the page.

No form token is asked for, since mail programs post without one (RFC 8058); the link's secret is what allows it.
"""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from congress.campaigns.actions import unsubscribe as leave_list
from congress.campaigns.queries import is_unsubscribed, letter_by_secret
from congress.foundation import clock
from congress.foundation.access import current_actor, public
from congress.foundation.db import reading, unit_of_work
from congress.foundation.limits import limiter

blueprint = Blueprint("campaigns", __name__)


@blueprint.get("/unsubscribe/<secret>")
@public
@limiter.limit("60 per minute")
def unsubscribe(secret: str) -> ResponseReturnValue:
    """Looking changes nothing: mail programs look at links before anybody does."""
    with reading() as session:
        letter = letter_by_secret(session, secret)
        return render_template("campaigns/unsubscribe.html", is_off=is_unsubscribed(session, letter.address))


@blueprint.post("/unsubscribe/<secret>")
@public
@limiter.limit("60 per minute")
def confirm(secret: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        leave_list(session, letter_by_secret(session, secret), by=current_actor(), now=clock.now())
    return render_template("campaigns/unsubscribe.html", is_off=True)
