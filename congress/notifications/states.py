"""Where a message stands."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Channel(StrEnum):
    MAIL = "mail"
    SMS = "sms"


class MessageState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    KEPT = "kept"
    FAILED = "failed"
    BOUNCED = "bounced"


# a worker that died while sending is found by its lease, and its message is sent again
TRANSITIONS: Mapping[MessageState, frozenset[MessageState]] = {
    MessageState.WAITING: frozenset({MessageState.SENDING}),
    MessageState.SENDING: frozenset(
        {
            MessageState.SENT,
            MessageState.KEPT,
            MessageState.FAILED,
            MessageState.BOUNCED,
            MessageState.WAITING,
            MessageState.SENDING,
        }
    ),
    # a server that took a letter may still send it back
    MessageState.SENT: frozenset({MessageState.BOUNCED}),
    MessageState.KEPT: frozenset(),
    MessageState.FAILED: frozenset({MessageState.WAITING}),
    MessageState.BOUNCED: frozenset({MessageState.WAITING}),
}

STATE_NAMES: Mapping[MessageState, LazyString] = {
    MessageState.WAITING: _l("Waiting"),
    MessageState.SENDING: _l("Being sent"),
    MessageState.SENT: _l("Sent"),
    MessageState.KEPT: _l("Kept here: no channel is configured"),
    MessageState.FAILED: _l("Failed"),
    MessageState.BOUNCED: _l("Came back"),
}

CHANNEL_NAMES: Mapping[Channel, LazyString] = {
    Channel.MAIL: _l("By mail"),
    Channel.SMS: _l("By text message"),
}

# an event is named «kind.what happened»
KIND_NAMES: Mapping[str, LazyString] = {
    "accounts": _l("Accounts and codes"),
    "calls": _l("Calls for contributions"),
    "campaigns": _l("Campaigns"),
    "claim": _l("Claims of alma maters"),
    "deadlines": _l("Overdue projects"),
    "delegation": _l("Delegations"),
    "helpdesk": _l("Help requests"),
    "payments": _l("Payments and invoices"),
    "privacy": _l("Rights of the person"),
    "programme": _l("Changes of the programme"),
    "promises": _l("Promises to investors"),
    "registration": _l("Registrations and seats"),
    "review": _l("Questions before a decision"),
    "returns": _l("Monthly returns"),
    "signing": _l("Signing"),
    "stay": _l("Rooms and cars"),
}
