"""Where a registration and each forum it asked for stand."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Status(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class HoldingStatus(StrEnum):
    PENDING = "pending"
    OFFERED = "offered"
    WAITLISTED = "waitlisted"
    CONFIRMED = "confirmed"


TRANSITIONS: Mapping[Status, frozenset[Status]] = {
    Status.PENDING: frozenset({Status.CONFIRMED, Status.REFUSED, Status.CANCELLED}),
    Status.CONFIRMED: frozenset({Status.CANCELLED}),
    Status.REFUSED: frozenset({Status.CONFIRMED, Status.CANCELLED}),
    # somebody who cancelled may register again
    Status.CANCELLED: frozenset({Status.PENDING, Status.CONFIRMED}),
}

# a holding that ends is deleted; the audit trail remembers it
HOLDING_TRANSITIONS: Mapping[HoldingStatus, frozenset[HoldingStatus]] = {
    HoldingStatus.PENDING: frozenset({HoldingStatus.CONFIRMED, HoldingStatus.WAITLISTED}),
    HoldingStatus.WAITLISTED: frozenset({HoldingStatus.CONFIRMED, HoldingStatus.OFFERED}),
    HoldingStatus.OFFERED: frozenset({HoldingStatus.CONFIRMED}),
    HoldingStatus.CONFIRMED: frozenset(),
}

# these have a seat of their own, also while an offer waits for its answer
SEATED = frozenset({HoldingStatus.CONFIRMED, HoldingStatus.OFFERED})


class Stuck(StrEnum):
    """Why nobody moves up from a waitlist now."""

    CLOSED = "closed"
    OFFERED = "offered"
    FULL = "full"
    REVIEW = "review"
    NEXT = "next"


STUCK_NAMES: Mapping[Stuck, LazyString] = {
    Stuck.CLOSED: _l("Nobody moves up any more: it is too late for that."),
    Stuck.OFFERED: _l("Nobody moves up now: every free seat is offered to somebody who has not answered yet."),
    Stuck.FULL: _l("Nobody moves up now: every seat is taken."),
    Stuck.REVIEW: _l("Nobody moves up now: all who wait are under review themselves."),
    Stuck.NEXT: _l("A seat is free: who stands first moves up with the next change."),
}


class PhotoUse(StrEnum):
    """Whether those of a category are asked for a photo; nobody has to give one."""

    NONE = "none"
    ASKED = "asked"
    PRINTED = "printed"


PHOTO_NAMES: Mapping[PhotoUse, LazyString] = {
    PhotoUse.NONE: _l("No photo"),
    PhotoUse.ASKED: _l("A photo may be given, for the review alone"),
    PhotoUse.PRINTED: _l("A photo may be given and is printed on the badge"),
}


MOST_USES = 1000  # of one invitation code


class InvitationState(StrEnum):
    """Where an invitation stands; derived from its times, never stored."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"


STATUS_NAMES: Mapping[Status, LazyString] = {
    Status.PENDING: _l("Under review"),
    Status.CONFIRMED: _l("Confirmed"),
    Status.REFUSED: _l("Refused"),
    Status.CANCELLED: _l("Cancelled"),
}
HOLDING_NAMES: Mapping[HoldingStatus, LazyString] = {
    HoldingStatus.PENDING: _l("Under review"),
    HoldingStatus.OFFERED: _l("Seat offered"),
    HoldingStatus.WAITLISTED: _l("On the waitlist"),
    HoldingStatus.CONFIRMED: _l("Confirmed"),
}
INVITATION_NAMES: Mapping[InvitationState, LazyString] = {
    InvitationState.OPEN: _l("Not answered yet"),
    InvitationState.USED: _l("Registered"),
    InvitationState.EXPIRED: _l("Expired"),
    InvitationState.REVOKED: _l("Withdrawn"),
}
