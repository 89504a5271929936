"""Where a yearly report stands, and its two editions."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class ReportState(StrEnum):
    FROZEN = "frozen"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class Edition(StrEnum):
    """`internal` has the figures of every school and place, `public` none of them."""

    INTERNAL = "internal"
    PUBLIC = "public"


TRANSITIONS: Mapping[ReportState, frozenset[ReportState]] = {
    ReportState.FROZEN: frozenset({ReportState.RELEASED, ReportState.WITHDRAWN}),
    ReportState.RELEASED: frozenset(),
    ReportState.WITHDRAWN: frozenset(),
}
REPORT_NAMES: Mapping[ReportState, LazyString] = {
    ReportState.FROZEN: _l("Frozen, a second person has to release it"),
    ReportState.RELEASED: _l("Released by two people"),
    ReportState.WITHDRAWN: _l("Withdrawn before its release"),
}
EDITION_NAMES: Mapping[Edition, LazyString] = {
    Edition.INTERNAL: _l("Internal edition"),
    Edition.PUBLIC: _l("Public edition"),
}
