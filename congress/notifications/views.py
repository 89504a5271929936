"""`POST /webhooks/sms`: where the gateway tells what became of text messages. Nothing unsigned is ever taken."""

from flask import Blueprint, Response, current_app, request

from congress.foundation import clock
from congress.foundation.access import Actor, public
from congress.foundation.answers import json_response
from congress.foundation.db import unit_of_work
from congress.notifications.actions import take_receipts
from congress.notifications.sms import read_receipts

blueprint = Blueprint("sms_receipts", __name__)
GATEWAY = Actor(display_name="sms gateway")


@blueprint.post("/webhooks/sms")
@public
def receipts() -> Response:
    now = clock.now()
    told = read_receipts(current_app.extensions["settings"], dict(request.headers), request.get_data(), now=now)
    with unit_of_work() as session:
        taken = take_receipts(session, told, by=GATEWAY, now=now)
    return json_response({"taken": taken}, 200)
