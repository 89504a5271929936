"""Where an agreement stands in the ceremony, and whether a person has come."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Cue(StrEnum):
    """Computed from numbers, see `rules.cue_of`; only the stage's own counter is stored."""

    WAITING = "waiting"
    NEXT = "next"
    ON_STAGE = "on_stage"
    DONE = "done"


class Presence(StrEnum):
    HERE = "here"
    AWAY = "away"
    # somebody without a registration passes no gate
    UNKNOWN = "unknown"


CUE_NAMES: Mapping[Cue, LazyString] = {
    Cue.WAITING: _l("Waiting to come up"),
    Cue.NEXT: _l("Up next"),
    Cue.ON_STAGE: _l("On stage"),
    Cue.DONE: _l("Done on stage"),
}
PRESENCE_NAMES: Mapping[Presence, LazyString] = {
    Presence.HERE: _l("In the building"),
    Presence.AWAY: _l("Not yet here"),
    Presence.UNKNOWN: _l("Not registered"),
}
