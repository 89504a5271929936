"""Where a promise stands."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l
from congress.signing.climb import Level


class PromiseState(StrEnum):
    PROMISED = "promised"
    IN_WORK = "in_work"
    KEPT = "kept"
    REFUSED = "refused"


TRANSITIONS: Mapping[PromiseState, frozenset[PromiseState]] = {
    PromiseState.PROMISED: frozenset({PromiseState.IN_WORK, PromiseState.KEPT, PromiseState.REFUSED}),
    PromiseState.IN_WORK: frozenset({PromiseState.KEPT, PromiseState.REFUSED}),
    # the investor disagrees, or a refusal is overruled
    PromiseState.KEPT: frozenset({PromiseState.IN_WORK}),
    PromiseState.REFUSED: frozenset({PromiseState.IN_WORK}),
}
OPEN_STATES = frozenset({PromiseState.PROMISED, PromiseState.IN_WORK})
STATE_NAMES: Mapping[PromiseState, LazyString] = {
    PromiseState.PROMISED: _l("Promised"),
    PromiseState.IN_WORK: _l("In work"),
    PromiseState.KEPT: _l("Promise kept"),
    PromiseState.REFUSED: _l("Promise refused"),
}
# who is told above the office, which hears of it weekly
LEVEL_NAMES: Mapping[Level, LazyString] = {
    Level.PREFECTURE: _l("Prefecture told"),
    Level.PROVINCE: _l("Province told"),
}
