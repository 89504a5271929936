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


TRANSITIONS: Mapping[MessageState, frozenset[MessageState]] = {
    MessageState.WAITING: frozenset({MessageState.SENDING, MessageState.KEPT}),
    MessageState.SENDING: frozenset({MessageState.SENT, MessageState.FAILED, MessageState.WAITING}),
    MessageState.SENT: frozenset(),
    MessageState.KEPT: frozenset({MessageState.SENDING}),
    MessageState.FAILED: frozenset({MessageState.WAITING}),
}

STATE_NAMES: Mapping[MessageState, LazyString] = {
    MessageState.WAITING: _l("Waiting"),
    MessageState.SENDING: _l("Being sent"),
    MessageState.SENT: _l("Sent"),
    MessageState.KEPT: _l("Kept here: no channel is configured"),
    MessageState.FAILED: _l("Failed"),
}
