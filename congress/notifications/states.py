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
    WITHDRAWN = "withdrawn"


# a worker that died while sending is found by its lease, and its message is sent again
TRANSITIONS: Mapping[MessageState, frozenset[MessageState]] = {
    MessageState.WAITING: frozenset({MessageState.SENDING, MessageState.WITHDRAWN}),
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
    MessageState.FAILED: frozenset({MessageState.WAITING, MessageState.WITHDRAWN}),
    MessageState.BOUNCED: frozenset({MessageState.WAITING, MessageState.WITHDRAWN}),
    MessageState.WITHDRAWN: frozenset(),
}

STATE_NAMES: Mapping[MessageState, LazyString] = {
    MessageState.WAITING: _l("Waiting"),
    MessageState.SENDING: _l("Being sent"),
    MessageState.SENT: _l("Sent"),
    MessageState.KEPT: _l("Kept here: no channel is configured"),
    MessageState.FAILED: _l("Failed"),
    MessageState.BOUNCED: _l("Came back"),
    MessageState.WITHDRAWN: _l("Not sent: the reader wants no more"),
}

CHANNEL_NAMES: Mapping[Channel, LazyString] = {
    Channel.MAIL: _l("By mail"),
    Channel.SMS: _l("By text message"),
}

# what we say ourselves where others would give their own words
NOT_APPROVED = "no-approved-template"
REASONS: Mapping[str, LazyString] = {
    NOT_APPROVED: _l("The operator has approved no template with these words; see the words of messages."),
}


class TemplateState(StrEnum):
    """Where the operator's approval of a text stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"


# a text that changed is a draft again
TEMPLATE_TRANSITIONS: Mapping[TemplateState, frozenset[TemplateState]] = {
    TemplateState.DRAFT: frozenset({TemplateState.DRAFT, TemplateState.SUBMITTED}),
    TemplateState.SUBMITTED: frozenset({TemplateState.DRAFT, TemplateState.APPROVED, TemplateState.REFUSED}),
    TemplateState.APPROVED: frozenset({TemplateState.DRAFT, TemplateState.REFUSED}),
    TemplateState.REFUSED: frozenset({TemplateState.DRAFT, TemplateState.SUBMITTED}),
}
TEMPLATE_NAMES: Mapping[TemplateState, LazyString] = {
    TemplateState.DRAFT: _l("Not submitted"),
    TemplateState.SUBMITTED: _l("Submitted to the operator"),
    TemplateState.APPROVED: _l("Approved by the operator"),
    TemplateState.REFUSED: _l("Refused by the operator"),
}

# an event is named «kind.what happened»
KIND_NAMES: Mapping[str, LazyString] = {
    "accounts": _l("Accounts and codes"),
    "calls": _l("Calls for contributions"),
    "campaigns": _l("Campaigns"),
    "claim": _l("Claims of alma maters"),
    "credit": _l("Checkpoints of the ledger"),
    "deadlines": _l("Overdue projects"),
    "delegation": _l("Delegations"),
    "helpdesk": _l("Help requests"),
    "payments": _l("Payments and invoices"),
    "privacy": _l("Rights of the person"),
    "programme": _l("Changes of the programme"),
    "promises": _l("Promises to investors"),
    "filings": _l("Filings before the deal"),
    "registration": _l("Registrations and seats"),
    "review": _l("Questions before a decision"),
    "returns": _l("Monthly returns"),
    "signing": _l("Signing"),
    "stay": _l("Rooms and cars"),
}
