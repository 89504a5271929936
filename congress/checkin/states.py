"""What a gate says about a scan (CONTRACT: scans)."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Result(StrEnum):
    ADMITTED = "admitted"
    ALREADY_ADMITTED = "already_admitted"
    NOT_ENTITLED = "not_entitled"
    REVOKED = "revoked"
    FORGED = "forged"
    UNKNOWN = "unknown"
    QUARANTINED = "quarantined"
    # only a device that was cut off says this: the badge belonged to another lane
    OTHER_LANE = "other_lane"
    # only where the gate has times, or is an exit
    CLOSED = "closed"
    LEFT = "left"


RESULT_NAMES: Mapping[Result, LazyString] = {
    Result.ADMITTED: _l("Admitted"),
    Result.ALREADY_ADMITTED: _l("Already admitted"),
    Result.NOT_ENTITLED: _l("Not entitled"),
    Result.REVOKED: _l("Badge no longer valid"),
    Result.FORGED: _l("Not a badge of ours"),
    Result.UNKNOWN: _l("Unknown badge"),
    Result.QUARANTINED: _l("Kept for a look"),
    Result.OTHER_LANE: _l("Sent to another lane"),
    Result.CLOSED: _l("Gate not open"),
    Result.LEFT: _l("Gone out"),
}


class GateKind(StrEnum):
    """What a gate is for. A meal and a desk are counted by themselves: being in a hall says nothing about them."""

    ENTRY = "entry"
    EXIT = "exit"
    MEAL = "meal"
    DESK = "desk"


GIVES_OUT = frozenset({GateKind.MEAL, GateKind.DESK})
GATE_KIND_NAMES: Mapping[GateKind, LazyString] = {
    GateKind.ENTRY: _l("Entrance"),
    GateKind.EXIT: _l("Exit"),
    GateKind.MEAL: _l("Meal"),
    GateKind.DESK: _l("Arrival desk: bag and badge"),
}


class Flag(StrEnum):
    """What is odd about a scan that counts all the same."""

    BEFORE_BADGE = "before_badge"
    IN_FUTURE = "in_future"
    NO_OFFSET = "no_offset"
    REVOKED_DEVICE = "revoked_device"
    BY_HAND = "by_hand"
    # the same by a supervisor, also where the gate would have sent the person away
    OVERRULED = "overruled"
    # its id could not be stored, or it had none
    STRANGE = "strange"
    # its device took it for one of a drill that was over
    DRILL = "drill"
    # it lay in quarantine until the duty officer released it
    RELEASED = "released"
