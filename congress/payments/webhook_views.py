"""`POST /webhooks/stripe`: where Stripe tells us what has happened.

Without a secret there is nothing to check a signature with, and so none fits: nothing unsigned is ever taken.
"""

from flask import Blueprint, Response, request

from congress.foundation import clock
from congress.foundation.access import public
from congress.foundation.answers import json_response
from congress.foundation.db import unit_of_work
from congress.payments.errors import BadSignature
from congress.payments.gateway import is_live, settings_here
from congress.payments.incoming import read_event, take_event

blueprint = Blueprint("stripe", __name__)


@blueprint.post("/webhooks/stripe")
@public
def webhook() -> Response:
    """Check, keep and act in one transaction; only then is Stripe told that we have it."""
    settings = settings_here()
    if not settings.stripe_webhook_secret:
        raise BadSignature
    event = read_event(request.get_data(), request.headers.get("Stripe-Signature"), settings.stripe_webhook_secret)
    with unit_of_work() as session:
        outcome = take_event(
            session, event, expects_live=is_live(settings.stripe_secret_key or ""), now=clock.now()
        )  # fmt: skip
    return json_response({"received": True, "outcome": outcome}, 200)
