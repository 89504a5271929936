"""The ledger as a file; amounts are numbers in yuan."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select
from sqlalchemy.orm import Session

from congress.credit.models import LedgerEntry
from congress.credit.permissions import own_entities, sees_credit
from congress.credit.queries import entity_names, frozen_at, ledger_statement, state_of
from congress.credit.states import ENTRY_STATE_NAMES, MEASURE_NAMES, Measure
from congress.foundation.i18n import _l, pick
from congress.foundation.lists import Column, ListedRows, Narrowing, Scope, cell_time
from congress.foundation.money import FEN
from congress.schools.states import KIND_NAMES

MILLION = 1_000_000


def _entries(scope: Scope) -> Select[tuple[LedgerEntry]]:
    wish = scope.wish
    return ledger_statement(
        scope.congress_id, entities=own_entities(scope.actor), measure=wish.get("measure"),
        milestone=wish.get("milestone"), entity_code=wish.get("entity"),
    ).order_by(LedgerEntry.seq)  # fmt: skip


def _lines(session: Session, scope: Scope, found: Sequence[LedgerEntry]) -> Iterator[list[object]]:
    names, frozen = entity_names(session), frozen_at(session, scope.congress_id, scope.now)
    for one in found:
        yield [
            one.seq, KIND_NAMES[one.entity_kind], one.entity_code, pick(*names.get(one.entity_code, ("", ""))),
            MEASURE_NAMES[Measure(one.measure)], one.amount_fen / FEN, one.count, one.share / MILLION, one.period,
            ENTRY_STATE_NAMES[state_of(one, frozen)], one.milestone, one.intention, one.rule_version,
            cell_time(one.recorded_at), one.hash,
        ]  # fmt: skip


LISTS = [
    ListedRows(
        name="ledger",
        title=_l("Ledger"),
        order=_l("Oldest first"),
        access=sees_credit,
        columns=[
            Column(_l("Entry")),
            Column(_l("Kind")),
            Column(_l("Code")),
            Column(_l("Entity")),
            Column(_l("Measure")),
            Column(_l("Amount")),
            Column(_l("Count")),
            Column(_l("Share")),
            Column(_l("Counting year")),
            Column(_l("State")),
            Column(_l("Milestone")),
            Column(_l("Intention")),
            Column(_l("Rules")),
            Column(_l("Recorded")),
            Column(_l("Hash")),
        ],
        narrowed_by={
            "entity": Narrowing(_l("Entity")),
            "measure": Narrowing(_l("Measure"), MEASURE_NAMES),
            "milestone": Narrowing(_l("Milestone")),
        },
        statement=_entries,
        cells=_lines,
    ),
]
