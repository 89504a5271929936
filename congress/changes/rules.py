"""Pure decisions: which papers a change touches."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Kind(StrEnum):
    CHANGED = "changed"
    DEPUTY = "deputy"
    WITHDRAWN = "withdrawn"
    SEAT = "seat"


KIND_NAMES: Mapping[Kind, LazyString] = {
    Kind.CHANGED: _l("Details changed"),
    Kind.DEPUTY: _l("Deputy"),
    Kind.WITHDRAWN: _l("Does not come"),
    Kind.SEAT: _l("Seat moved"),
}


class Paper(StrEnum):
    """Lists and papers that name somebody; in the order of a slip."""

    BADGE = "badge"
    TABLE_CARD = "table_card"
    SEAT_CHART = "seat_chart"
    RUNNING_ORDER = "running_order"
    HANDBOOK = "handbook"
    DELEGATION = "delegation"
    KITCHEN = "kitchen"


PAPER_NAMES: Mapping[Paper, LazyString] = {
    Paper.BADGE: _l("Badge"),
    Paper.TABLE_CARD: _l("Table card"),
    Paper.SEAT_CHART: _l("Seat chart"),
    Paper.RUNNING_ORDER: _l("Running order and script of the signing"),
    Paper.HANDBOOK: _l("List in the handbook"),
    Paper.DELEGATION: _l("List of the delegation"),
    Paper.KITCHEN: _l("Kitchen and tables"),
}
FIELD_NAMES: Mapping[str, LazyString] = {
    "name": _l("Name"),
    "organisation": _l("Organisation"),
    "title": _l("Position"),
    "category": _l("Category"),
    "forums": _l("Forums"),
    "seat": _l("Seat in the hall"),
    "extras": _l("Item ordered"),
    "photo": _l("Photo for the badge"),
}
WHOLE = frozenset(Paper)
# a table card shows a leader's name without title; who changes forums keeps badge and table
TOUCHED: Mapping[str, frozenset[Paper]] = {
    "name": WHOLE - {Paper.KITCHEN},
    "organisation": frozenset({Paper.BADGE, Paper.RUNNING_ORDER, Paper.HANDBOOK, Paper.DELEGATION}),
    "title": frozenset({Paper.BADGE, Paper.RUNNING_ORDER, Paper.HANDBOOK, Paper.DELEGATION}),
    "category": frozenset({Paper.BADGE, Paper.SEAT_CHART, Paper.DELEGATION}),
    "forums": frozenset({Paper.TABLE_CARD, Paper.SEAT_CHART, Paper.DELEGATION}),
    "seat": frozenset({Paper.SEAT_CHART}),
    "extras": frozenset({Paper.KITCHEN}),
    "photo": frozenset({Paper.BADGE}),
    # somebody else, or nobody any more
    "person": WHOLE,
    "status": WHOLE,
}
# these are drawn anew whenever they are looked at: alone they are no reason for a slip
FOLLOWING = frozenset({Paper.HANDBOOK, Paper.DELEGATION})


def touched_papers(fields: Collection[str], existing: Collection[Paper]) -> list[Paper]:
    """The papers that exist and show one of the fields; none where only lists would follow that print by themselves."""
    touched = frozenset().union(*(TOUCHED[name] for name in fields)) & frozenset(existing)
    return [paper for paper in Paper if paper in touched] if touched - FOLLOWING else []


def kind_of(fields: Collection[str]) -> Kind:
    if "status" in fields:
        return Kind.WITHDRAWN
    if "person" in fields:
        return Kind.DEPUTY
    return Kind.SEAT if "seat" in fields else Kind.CHANGED
