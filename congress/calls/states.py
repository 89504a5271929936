"""Where a call, a proposal and the invitation of a speaker stand."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class CallState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class ProposalState(StrEnum):
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class SpeakerState(StrEnum):
    NAMED = "named"
    INVITED = "invited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


CALL_TRANSITIONS: Mapping[CallState, frozenset[CallState]] = {
    CallState.DRAFT: frozenset({CallState.OPEN}),
    CallState.OPEN: frozenset({CallState.CLOSED}),
    CallState.CLOSED: frozenset({CallState.OPEN}),
}
PROPOSAL_TRANSITIONS: Mapping[ProposalState, frozenset[ProposalState]] = {
    ProposalState.SUBMITTED: frozenset({ProposalState.ACCEPTED, ProposalState.REJECTED, ProposalState.WITHDRAWN}),
    ProposalState.ACCEPTED: frozenset(),
    # what was turned down may move up when another falls out
    ProposalState.REJECTED: frozenset({ProposalState.ACCEPTED, ProposalState.WITHDRAWN}),
    ProposalState.WITHDRAWN: frozenset(),
}
SPEAKER_TRANSITIONS: Mapping[SpeakerState, frozenset[SpeakerState]] = {
    SpeakerState.NAMED: frozenset({SpeakerState.INVITED}),
    SpeakerState.INVITED: frozenset({SpeakerState.CONFIRMED, SpeakerState.DECLINED}),
    SpeakerState.CONFIRMED: frozenset(),
    SpeakerState.DECLINED: frozenset(),
}

CALL_NAMES: Mapping[CallState, LazyString] = {
    CallState.DRAFT: _l("Draft"),
    CallState.OPEN: _l("Open for proposals"),
    CallState.CLOSED: _l("Closed"),
}
PROPOSAL_NAMES: Mapping[ProposalState, LazyString] = {
    ProposalState.SUBMITTED: _l("Under review"),
    ProposalState.ACCEPTED: _l("Accepted"),
    ProposalState.REJECTED: _l("Not accepted"),
    ProposalState.WITHDRAWN: _l("Taken back"),
}
SPEAKER_NAMES: Mapping[SpeakerState, LazyString] = {
    SpeakerState.NAMED: _l("Not asked yet"),
    SpeakerState.INVITED: _l("Invited, no answer yet"),
    SpeakerState.CONFIRMED: _l("Will speak"),
    SpeakerState.DECLINED: _l("Declined"),
}
