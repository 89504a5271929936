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


# a worker that died while sending is found by its lease, and its message is sent again
TRANSITIONS: Mapping[MessageState, frozenset[MessageState]] = {
    MessageState.WAITING: frozenset({MessageState.SENDING}),
    MessageState.SENDING: frozenset(
        {MessageState.SENT, MessageState.KEPT, MessageState.FAILED, MessageState.WAITING, MessageState.SENDING}
    ),
    MessageState.SENT: frozenset(),
    MessageState.KEPT: frozenset(),
    MessageState.FAILED: frozenset({MessageState.WAITING}),
}

STATE_NAMES: Mapping[MessageState, LazyString] = {
    MessageState.WAITING: _l("Waiting"),
    MessageState.SENDING: _l("Being sent"),
    MessageState.SENT: _l("Sent"),
    MessageState.KEPT: _l("Kept here: no channel is configured"),
    MessageState.FAILED: _l("Failed"),
}
