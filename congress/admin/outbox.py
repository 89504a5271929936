"""The outbox in the console: what was sent to whom, what failed, and once more."""

from collections.abc import Collection

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.accounts.queries import user_by_id
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import Invalid, NotFound
from congress.foundation.i18n import _, _l, language
from congress.foundation.pages import flash_done, public_link
from congress.foundation.paging import paginate
from congress.notifications.actions import Recipient, retry_message, send_message
from congress.notifications.kinds import message_kind
from congress.notifications.models import Message
from congress.notifications.queries import bouncing_addresses, enclosure_by_id, enclosures_of, message_by_id, outbox
from congress.notifications.states import (
    CHANNEL_NAMES,
    KIND_NAMES,
    REASONS,
    SECRET_EVENTS,
    STATE_NAMES,
    Channel,
    MessageState,
)

blueprint = Blueprint("admin_outbox", __name__)
LIST_SIZE = 50
TEST = message_kind(
    "system.test",
    subject=_l("A test letter"),
    long=_l("Dear %(name)s,\n\nthis letter was asked for to see whether mail arrives. It does.\n%(link)s\n"),
    short=_l("[Alumni congress] A test message: %(link)s"),
)
LARGEST_ID = 2**63 - 1


@blueprint.get("/console/outbox")
@requires(is_organiser)
def messages() -> ResponseReturnValue:
    asked = request.args
    wishes = {
        "state": _one_of(asked.get("state"), {*MessageState}),
        "channel": _one_of(asked.get("channel"), {*Channel}),
        "kind": _one_of(asked.get("kind"), {*KIND_NAMES}),
    }
    q = (asked.get("q") or "").strip()[:200] or None
    with reading() as session:
        statement = outbox(q=q, **wishes)
        cursor = asked.get("cursor")
        page = paginate(session, statement, [Message.id], limit=LIST_SIZE, cursor=cursor, descending=True)
        return render_template(
            "admin/outbox.html",
            page=page, q=q, states=STATE_NAMES, reasons=REASONS, channels=CHANNEL_NAMES, kinds=KIND_NAMES, **wishes,
        )  # fmt: skip


def _one_of(wish: str | None, known: Collection[str]) -> str | None:
    return wish if wish in known else None


@blueprint.post("/console/outbox/test")
@requires(is_organiser)
def test_letter() -> ResponseReturnValue:
    """Whether mail works is seen by a letter that arrives."""
    with unit_of_work() as session:
        user = user_by_id(session, current_actor().user_id or 0)
        if user is None or not user.email:
            raise Invalid(_("Your account has no e-mail address."))
        to = Recipient(email=user.email, phone=None, language=language())
        text = TEST.text(name=user.name, link=public_link("admin_outbox.messages"))
        sent = send_message(session, to, TEST.key, text, now=clock.now())
        session.flush()
        number = sent.id
    flash_done(_("A test letter is on its way to you; here stands what becomes of it."))
    return redirect(url_for("admin_outbox.message", message=number))


@blueprint.get("/console/outbox/<int:message>")
@requires(is_organiser)
def message(message: int) -> ResponseReturnValue:
    with reading() as session:
        found = message_by_id(session, min(message, LARGEST_ID))
        if found is None:
            raise NotFound
        files = enclosures_of(session, found.id)
        # whoever reads a code that went out could sign in as somebody else; where no channel is configured the
        # outbox is the only place to read it
        hidden = found.event in SECRET_EVENTS and found.state != MessageState.KEPT
        return render_template(
            "admin/message.html",
            message=found, files=files, hidden=hidden, reasons=REASONS,
            bouncing=bouncing_addresses(session, [found.address]),
        )  # fmt: skip


@blueprint.get("/console/outbox/<int:message>/files/<int:file>")
@requires(is_organiser)
def file(message: int, file: int) -> ResponseReturnValue:
    """An enclosed file as it went out."""
    with reading() as session:
        found = enclosure_by_id(session, min(file, LARGEST_ID))
        if found is None or found.message_id != message:
            raise NotFound
        response = Response(found.content, content_type=found.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.filename}"'
    return response


@blueprint.post("/console/outbox/<int:message>/retry")
@requires(is_organiser)
def retry(message: int) -> ResponseReturnValue:
    with unit_of_work() as session:
        found = message_by_id(session, min(message, LARGEST_ID))
        if found is None:
            raise NotFound
        retry_message(session, found, by=current_actor(), now=clock.now())
    flash_done(_("The message is sent again."))
    return redirect(url_for("admin_outbox.message", message=message))
