"""The list of promises to investors as a file; amounts are numbers in yuan."""

from collections.abc import Mapping

from sqlalchemy import Select

from congress.foundation.clock import local_day
from congress.foundation.i18n import LazyString, _l, pick
from congress.foundation.lists import Column, ListedRows, Narrowing, Scope, one_by_one
from congress.foundation.money import FEN
from congress.foundation.pages import zone
from congress.promises.models import Promise
from congress.promises.queries import promises_statement
from congress.promises.states import STATE_NAMES, PromiseState
from congress.signing.permissions import sees_at_a_desk

OPEN, OVERDUE = "open", "overdue"
CHOICES: Mapping[str, LazyString] = {
    OPEN: _l("All open ones"),
    OVERDUE: _l("Overdue"),
    **{state.value: name for state, name in STATE_NAMES.items()},
}


def _promises(scope: Scope) -> Select[tuple[Promise]]:
    asked = scope.wish.get("state")
    statement = promises_statement(
        scope.actor, scope.congress_id, state=asked if asked in {*PromiseState} else None, is_open=asked == OPEN,
        before=local_day(scope.now, zone()) if asked == OVERDUE else None,
    )  # fmt: skip
    return statement.order_by(Promise.due_on, Promise.id)


def _promise(one: Promise) -> list[object]:
    return [
        one.public_id, one.intention.title, one.text, pick(one.office.name, one.office.name_en),
        None if one.amount_fen is None else one.amount_fen / FEN, one.due_on.isoformat(), one.basis,
        STATE_NAMES[PromiseState(one.state)],
    ]  # fmt: skip


LISTS = [
    ListedRows(
        name="promises",
        title=_l("Promises to investors"),
        order=_l("What is due first stands first"),
        access=sees_at_a_desk,
        columns=[
            Column(_l("Number")),
            Column(_l("Project")),
            Column(_l("Promise")),
            Column(_l("Office")),
            Column(_l("Amount")),
            Column(_l("Due on")),
            Column(_l("Basis")),
            Column(_l("State")),
        ],
        narrowed_by={"state": Narrowing(_l("State"), CHOICES)},
        statement=_promises,
        cells=one_by_one(_promise),
    ),
]
