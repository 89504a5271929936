"""Where a message stands."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Channel(StrEnum):
    MAIL = "mail"
    SMS = "sms"
    WECHAT = "wechat"


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
            MessageState.WITHDRAWN,
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
    MessageState.WITHDRAWN: _l("Not sent any more"),
}

CHANNEL_NAMES: Mapping[Channel, LazyString] = {
    Channel.MAIL: _l("By mail"),
    Channel.SMS: _l("By text message"),
    Channel.WECHAT: _l("By WeChat"),
}

# what lets its reader into an account
SECRET_EVENTS = frozenset(
    {"accounts.login_code", "accounts.second_code", "accounts.reset", "privacy.erasure_code", "signing.code"}
)

# what we say ourselves where others would give their own words
NOT_APPROVED = "no-approved-template"
NO_TEMPLATE = "no-wechat-template"
UNWANTED, STAYS_AWAY, TOO_LATE = "unwanted", "stays-away", "too-late"
REASONS: Mapping[str, LazyString] = {
    NOT_APPROVED: _l("The operator has approved no template with these words; see the words of messages."),
    UNWANTED: _l("The reader wants no more of them."),
    STAYS_AWAY: _l("The reader has cancelled."),
    TOO_LATE: _l("It would have come too late to be of use."),
    NO_TEMPLATE: _l("No WeChat template with these fields is noted any more; see the words of messages."),
}


def reason_in_words(reason: str | None) -> str | None:
    """Others' words as they are, ours in the reader's language."""
    return str(REASONS[reason]) if reason and reason in REASONS else reason


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
    "reminders": _l("Reminders and thanks"),
    "review": _l("Questions before a decision"),
    "returns": _l("Monthly returns"),
    "signing": _l("Signing"),
    "stay": _l("Rooms and cars"),
    "system": _l("The system"),
}
