"""What people can agree to, each by itself."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class ClaimState(StrEnum):
    """Where a claim to an alma mater stands; only a confirmed one lets credit through."""

    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Degree(StrEnum):
    SECONDARY = "secondary"
    COLLEGE = "college"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTOR = "doctor"
    OTHER = "other"


# a school may think again; a claim that the person changes is open again
CLAIM_TRANSITIONS: Mapping[ClaimState, frozenset[ClaimState]] = {
    ClaimState.CLAIMED: frozenset({ClaimState.CONFIRMED, ClaimState.REFUSED}),
    ClaimState.CONFIRMED: frozenset({ClaimState.CLAIMED, ClaimState.REFUSED}),
    ClaimState.REFUSED: frozenset({ClaimState.CLAIMED, ClaimState.CONFIRMED}),
}
CLAIM_NAMES: Mapping[ClaimState, LazyString] = {
    ClaimState.CLAIMED: _l("Waits for the school"),
    ClaimState.CONFIRMED: _l("Confirmed by the school"),
    ClaimState.REFUSED: _l("Refused by the school"),
}
DEGREE_NAMES: Mapping[Degree, LazyString] = {
    Degree.SECONDARY: _l("Secondary school"),
    Degree.COLLEGE: _l("College diploma"),
    Degree.BACHELOR: _l("Bachelor"),
    Degree.MASTER: _l("Master"),
    Degree.DOCTOR: _l("Doctor"),
    Degree.OTHER: _l("Another course"),
}


class Purpose(StrEnum):
    ATTEND = "attend"
    SHARE_WITH_PLACE = "share_with_place"
    PUBLISH = "publish"
    PHOTO = "photo"
    KEEP_AFTER = "keep_after"


TEXT_VERSION = "2026-1"

PURPOSE_TEXTS: Mapping[Purpose, LazyString] = {
    Purpose.ATTEND: _l("I agree that my data are used to organise my attendance at this congress."),
    Purpose.SHARE_WITH_PLACE: _l(
        "Prefectures and parks that I show interest in may see my name, organisation and contact."
    ),
    Purpose.PUBLISH: _l("My name and organisation may be printed in the handbook and shown in public."),
    Purpose.PHOTO: _l("Photographs in which I can be recognised may be published."),
    Purpose.KEEP_AFTER: _l("My data may be kept after the congress, so that I am invited again."),
}
