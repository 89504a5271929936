"""The outbox and the words of messages as JSON. No text goes out here: it may hold what opens somebody's account."""

from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint
from pydantic import AfterValidator, Field

from congress.accounts.permissions import is_organiser
from congress.foundation.endpoint import Answer, Body, Call, endpoint, told_by_language
from congress.foundation.errors import Invalid, NotFound
from congress.foundation.i18n import LANGUAGES
from congress.foundation.paging import ListQuery, page_of, paginate
from congress.foundation.texts import Line, Paragraphs, clean_line
from congress.notifications.actions import retry_message
from congress.notifications.errors import NoSuchKind
from congress.notifications.kinds import FIELDS, Kind, known_kinds
from congress.notifications.models import Message, Wording
from congress.notifications.queries import message_by_id, newest_wordings, outbox, wording_in_use
from congress.notifications.states import Channel, MessageState, reason_in_words
from congress.notifications.wordings import kind_by_key, save_wording, words_of

blueprint = Blueprint("messages_api", __name__)
READ, WRITE = "messages:read", "messages:write"
LARGEST_ID = 2**63 - 1
ShortText = Annotated[str, Field(max_length=500), AfterValidator(clean_line)]


class MessageQuery(ListQuery):
    q: str | None = Field(default=None, max_length=200)
    state: MessageState | None = None
    channel: Channel | None = None
    kind: str | None = Field(default=None, max_length=60)


class MessageOut(Answer):
    id: str
    channel: str
    event: str
    address: str
    language: str
    subject: str
    state: str
    # why it failed or came back, or what the last try met
    reason: str | None
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    arrived_at: datetime | None


class MessageList(Answer):
    items: list[MessageOut]
    next: str | None


class LineIn(Body):
    zh: Line = ""
    en: Line = ""


class ParagraphsIn(Body):
    zh: Paragraphs = ""
    en: Paragraphs = ""


class ShortIn(Body):
    zh: ShortText = ""
    en: ShortText = ""


class NewWording(Body):
    """An empty text is the built-in one."""

    subject: LineIn = Field(default_factory=LineIn)
    long: ParagraphsIn = Field(default_factory=ParagraphsIn)
    short: ShortIn = Field(default_factory=ShortIn)


class KindOut(Answer):
    key: str
    promotional: bool
    # as they are in use
    subject: dict[str, str]
    long: dict[str, str]
    short: dict[str, str]
    # of a version that waits for a second person
    waiting: int | None


class KindList(Answer):
    items: list[KindOut]
    next: str | None


class WordingOut(Answer):
    kind: str
    version: int
    written_at: datetime
    released_at: datetime | None


def _message(one: Message) -> MessageOut:
    return MessageOut(
        id=str(one.id), channel=one.channel, event=one.event, address=one.address, language=one.language,
        subject=one.subject, state=one.state, reason=reason_in_words(one.last_error), attempts=one.attempts,
        created_at=one.created_at, sent_at=one.sent_at, arrived_at=one.arrived_at,
    )  # fmt: skip


@endpoint(
    blueprint, "GET", "/messages", access=is_organiser, scope=READ, query=MessageQuery, answer=MessageList
)  # fmt: skip
def list_messages(call: Call) -> MessageList:
    """The outbox, the newest first: what went to whom by which way, and what became of it."""
    wish = call.query
    statement = outbox(q=wish.q, state=wish.state, channel=wish.channel, kind=wish.kind)
    page = paginate(call.session, statement, [Message.id], limit=wish.limit, cursor=wish.cursor, descending=True)
    return MessageList(items=[_message(one) for one in page.items], next=page.next)


def _found(call: Call) -> Message:
    number = call.path["message"]
    known = number.isascii() and number.isdigit() and int(number) <= LARGEST_ID
    found = message_by_id(call.session, int(number)) if known else None
    if found is None:
        raise NotFound
    return found


@endpoint(
    blueprint, "GET", "/messages/<message>", access=is_organiser, scope=READ, answer=MessageOut, errors=[NotFound]
)  # fmt: skip
def get_message(call: Call) -> MessageOut:
    """One message and what became of it."""
    return _message(_found(call))


@endpoint(
    blueprint, "POST", "/messages/<message>/retry", access=is_organiser, scope=WRITE, answer=MessageOut,
    errors=[NotFound],
)  # fmt: skip
def post_retry(call: Call) -> MessageOut:
    """Send once more what failed or came back; anything else is answered as it stands."""
    found = _found(call)
    retry_message(call.session, found, by=call.actor, now=call.now)
    return _message(found)


def _kind(kind: Kind, in_use: Wording | None, newest: Wording | None) -> KindOut:
    words = words_of(kind, in_use)
    texts = {name: {code: words[f"{name}_{code}"] for code in LANGUAGES} for name in FIELDS}
    waits = newest is not None and newest.released_at is None
    return KindOut(
        key=kind.key, promotional=kind.promotional, waiting=newest.version if newest and waits else None, **texts
    )  # fmt: skip


@endpoint(
    blueprint, "GET", "/message-kinds", access=is_organiser, scope=READ, query=ListQuery, answer=KindList
)  # fmt: skip
def list_kinds(call: Call) -> KindList:
    """Every kind of message with the texts in use, their places in braces."""
    page = page_of(list(known_kinds().values()), limit=call.query.limit, cursor=call.query.cursor)
    newest = newest_wordings(call.session)
    items = [
        _kind(one, wording_in_use(call.session, one.key) if one.key in newest else None, newest.get(one.key))
        for one in page.items
    ]
    return KindList(items=items, next=page.next)


@endpoint(
    blueprint, "POST", "/message-kinds/<message_kind>/wordings", access=is_organiser, scope=WRITE, body=NewWording,
    answer=WordingOut, status=201, errors=[NoSuchKind, Invalid],
)  # fmt: skip
def post_wording(call: Call) -> WordingOut:
    """Propose other words for a kind; another person reads and releases them in the console."""
    kind, sent = kind_by_key(call.path["message_kind"]), call.body.model_dump()
    words: dict[str, Any] = {f"{name}_{code}": sent[name][code] for name in FIELDS for code in LANGUAGES}
    with told_by_language():
        saved = save_wording(call.session, kind, words, by=call.actor, now=call.now)
    return WordingOut(
        kind=kind.key, version=saved.version, written_at=saved.written_at, released_at=saved.released_at
    )  # fmt: skip
