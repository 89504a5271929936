"""How a freed seat is passed on, what a session is, how much a clash weighs, and how a release becomes public."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Promotion(StrEnum):
    DIRECT = "direct"
    OFFER = "offer"


class Kind(StrEnum):
    TALK = "talk"
    PANEL = "panel"
    SIGNING = "signing"
    CEREMONY = "ceremony"
    MEAL = "meal"
    TRANSFER = "transfer"
    VISIT = "visit"


KIND_NAMES: Mapping[Kind, LazyString] = {
    Kind.TALK: _l("Talk"),
    Kind.PANEL: _l("Panel"),
    Kind.SIGNING: _l("Signing"),
    Kind.CEREMONY: _l("Ceremony"),
    Kind.MEAL: _l("Meal"),
    Kind.TRANSFER: _l("Transfer"),
    Kind.VISIT: _l("Visit"),
}


class Part(StrEnum):
    """What somebody does in a session."""

    SPEAKER = "speaker"
    HOST = "host"


class SponsorLevel(StrEnum):
    """How much a sponsor does for the congress, the most first."""

    STRATEGIC = "strategic"
    PLATINUM = "platinum"
    GOLD = "gold"
    SUPPORTER = "supporter"
    MEDIA = "media"


SPONSOR_LEVEL_NAMES: Mapping[SponsorLevel, LazyString] = {
    SponsorLevel.STRATEGIC: _l("Strategic partner"),
    SponsorLevel.PLATINUM: _l("Platinum sponsor"),
    SponsorLevel.GOLD: _l("Gold sponsor"),
    SponsorLevel.SUPPORTER: _l("Supporter"),
    SponsorLevel.MEDIA: _l("Media partner"),
}


class Clash(StrEnum):
    ROOM = "room"
    SPEAKER = "speaker"
    HOST = "host"
    CAPACITY = "capacity"
    TRAVEL = "travel"
    # people's own agendas; the registration slice knows them
    AGENDA = "agenda"


CLASH_NAMES: Mapping[Clash, LazyString] = {
    Clash.ROOM: _l("The same room at the same time"),
    Clash.SPEAKER: _l("The same speaker at the same time"),
    Clash.HOST: _l("The same host at the same time"),
    Clash.CAPACITY: _l("More seats than the room holds"),
    Clash.TRAVEL: _l("Too little time for the way"),
    Clash.AGENDA: _l("Two forums of the same people at the same time"),
}


class Level(StrEnum):
    BLOCK = "block"
    WARN = "warn"
    ALLOW = "allow"


LEVEL_NAMES: Mapping[Level, LazyString] = {
    Level.BLOCK: _l("Refuse"),
    Level.WARN: _l("Warn"),
    Level.ALLOW: _l("Allow"),
}


class ReleaseState(StrEnum):
    PROPOSED = "proposed"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


RELEASE_NAMES: Mapping[ReleaseState, LazyString] = {
    ReleaseState.PROPOSED: _l("Waits for a second person"),
    ReleaseState.RELEASED: _l("Released"),
    ReleaseState.WITHDRAWN: _l("Withdrawn"),
}

RELEASE_TRANSITIONS: Mapping[ReleaseState, frozenset[ReleaseState]] = {
    ReleaseState.PROPOSED: frozenset({ReleaseState.RELEASED, ReleaseState.WITHDRAWN}),
    ReleaseState.RELEASED: frozenset(),
    ReleaseState.WITHDRAWN: frozenset(),
}
