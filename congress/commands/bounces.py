"""Taking the reports of mail servers, one at a time, as a mail server's alias or a filter pipes them."""

import sys

import click
from flask import current_app

from congress.commands.speaking import FINDING, OPERATOR, as_json_option, fail, tell
from congress.foundation import clock
from congress.foundation.db import unit_of_work
from congress.notifications.actions import take_bounces
from congress.notifications.bounces import read_bounces
from congress.notifications.delivery import letter_host

LARGEST = 1_000_000


@click.command()
@as_json_option
def bounces(*, as_json: bool) -> None:
    """Read a report of undelivered mail (RFC 3464) from standard input."""
    # what is said stands at the front; the rest is the enclosed letter, and is read so that the sender can end
    letter = sys.stdin.buffer
    raw = letter.read(LARGEST)
    while letter.read(LARGEST):
        pass
    found = read_bounces(raw)
    if found is None:
        fail("This is no report about a letter of ours.", FINDING, as_json=as_json)
    host = letter_host(current_app.extensions["settings"])
    with unit_of_work() as session:
        taken = take_bounces(session, [one for one in found if one.host == host], by=OPERATOR, now=clock.now())
    tell(
        f"came back {taken}, ignored {len(found) - taken}",
        {"bounced": taken, "ignored": len(found) - taken},
        as_json=as_json,
    )
