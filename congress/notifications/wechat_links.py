"""Who bound their WeChat, which templates the account has for which kinds, and the copy that goes there."""

import re
from collections.abc import Iterable
from datetime import datetime

from flask import current_app
from sqlalchemy import delete
from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _
from congress.foundation.places import complaint, places_in, unknown_places
from congress.notifications.kinds import FIELDS, Kind, Text, known_kinds
from congress.notifications.models import Message, WeChatLink, WeChatTemplate
from congress.notifications.queries import unsent_by_wechat, wechat_links_of, wechat_openid, wechat_template
from congress.notifications.sms import reference_of
from congress.notifications.states import SECRET_EVENTS, UNWANTED, Channel, MessageState
from congress.notifications.wechat import TemplateMessage
from congress.settings import Settings

_LINE = re.compile(r"([a-z_]{1,30}[0-9]{0,3}) *= *\{([a-z_]+)\}")


def link_wechat(
    session: Session, user_id: int, addresses: Iterable[str], openid: str, *, by: Actor, now: datetime
) -> None:
    """What goes to the addresses of an account goes to this WeChat as well, and to no other of theirs."""
    addresses = list(addresses)
    session.execute(delete(WeChatLink).where((WeChatLink.user_id == user_id) | WeChatLink.address.in_(addresses)))
    for address in addresses:
        session.add(WeChatLink(user_id=user_id, address=address, openid=openid, created_at=now))
    record(session, by, "wechat.bound", "user", user_id, now=now)


def unlink_wechat(session: Session, user_id: int, *, by: Actor, now: datetime) -> None:
    """Nothing more goes there, what waits included; twice changes nothing."""
    links = wechat_links_of(session, user_id)
    if not links:
        return
    for link in links:
        session.delete(link)
    for message in unsent_by_wechat(session, {link.openid for link in links}):
        message.move_to(MessageState.WITHDRAWN)
        message.last_error = UNWANTED
    record(session, by, "wechat.unbound", "user", user_id, now=now)


def may_go_by_wechat(kind: Kind) -> bool:
    """Never what opens an account."""
    return kind.key not in SECRET_EVENTS


def note_wechat_template(
    session: Session, kind: Kind, number: str, lines: str, *, by: Actor, now: datetime
) -> WeChatTemplate | None:
    """Write down the account's template for a kind, a line for each field: «thing1 = {name}». Without a number the
    kind goes by WeChat no more.

    Raises:
        Invalid: a line is no field with a place, or the place is none of the kind's; or the kind must not go there.
    """
    if not may_go_by_wechat(kind):
        raise Invalid.field("number", _("What opens an account never goes by WeChat."))
    template = wechat_template(session, kind.key)
    if not number:
        if template is not None:
            session.delete(template)
            record(session, by, "wechat_template.removed", "message_kind", kind.key, now=now)
        return None
    fields = _fields_of(kind, lines)
    if template is None:
        template = WeChatTemplate(kind=kind.key)
        session.add(template)
    template.number, template.fields = number, fields
    template.changed_by, template.changed_at = by.user_id, now
    record(session, by, "wechat_template.noted", "message_kind", kind.key, now=now)
    return template


def _fields_of(kind: Kind, lines: str) -> dict[str, str]:
    known = list(dict.fromkeys(place for name in FIELDS for place in places_in(kind.built_in(name))))
    fields = {}
    for line in filter(None, map(str.strip, lines.splitlines())):
        found = _LINE.fullmatch(line)
        if found is None:
            raise Invalid.field("lines", _("Each line is a field and a place: thing1 = {name}"))
        if unknown_places(line, known):
            raise Invalid.field("lines", complaint(found[2], known))
        fields[found[1]] = found[2]
    if not fields:
        raise Invalid.field("lines", _("A template has at least one field."))
    return fields


def copy_to_wechat(session: Session, message: Message, text: Text) -> None:
    """Beside a mail or a text message: the same by WeChat, where its reader bound one and its kind has a template."""
    settings: Settings = current_app.extensions["settings"]
    if settings.wechat_app_id is None or message.kind is None or message.event in SECRET_EVENTS:
        return
    if wechat_template(session, message.kind) is None:
        return
    openid = wechat_openid(session, message.address)
    if openid is not None:
        session.add(
            Message(
                channel=Channel.WECHAT, address=openid, event=message.event, subject="",
                text=text.short, language=message.language, enclosures=[], to_many=message.to_many,
                kind=message.kind, variables=dict(text.values), not_before=message.not_before,
                expires_at=message.expires_at,
                created_at=message.created_at,
            )
        )  # fmt: skip


def as_template_message(session: Session, message: Message) -> TemplateMessage | None:
    """The message as its kind's template, or None where there is none or it names what the message does not say."""
    kind = known_kinds().get(message.kind or "")
    template = wechat_template(session, kind.key) if kind and may_go_by_wechat(kind) else None
    values = message.variables or {}
    if template is None or not set(template.fields.values()) <= set(values):
        return None
    return TemplateMessage(
        reference=reference_of(message.id), openid=message.address, template=template.number,
        fields={field: values[place] for field, place in template.fields.items()}, link=values.get("link", ""),
    )  # fmt: skip
