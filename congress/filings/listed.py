"""Filings before the deal as a file."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select
from sqlalchemy.orm import Session

from congress.filings.models import Filing
from congress.filings.permissions import sees
from congress.filings.queries import filer_names, filings_statement
from congress.filings.states import STATE_NAMES, FilingState
from congress.foundation.i18n import _l, pick
from congress.foundation.lists import Column, ListedRows, Narrowing, Scope, cell_time
from congress.foundation.money import FEN


def _filings(scope: Scope) -> Select[tuple[Filing]]:
    return filings_statement(scope.actor, scope.congress_id, **scope.wish).order_by(Filing.number.desc())


def _lines(session: Session, _scope: Scope, found: Sequence[Filing]) -> Iterator[list[object]]:
    names = filer_names(session, found)
    for one in found:
        yield [
            one.number, pick(*names[one.filer_code]) if one.filer_code in names else one.filer_code, one.title,
            one.investor, one.uscc, pick(one.division.name, one.division.name_en),
            pick(one.industry.name_zh, one.industry.name_en), one.amount_fen / FEN, cell_time(one.filed_at),
            STATE_NAMES[FilingState(one.standing.state)], cell_time(one.standing.good_until), one.hash,
        ]  # fmt: skip


LISTS = [
    ListedRows(
        name="filings",
        title=_l("Filings before the deal"),
        order=_l("Newest first"),
        access=sees,
        columns=[
            Column(_l("Number")),
            Column(_l("Filed by")),
            Column(_l("Project")),
            Column(_l("Investor"), personal=True),
            Column(_l("Unified social credit code"), personal=True),
            Column(_l("Place")),
            Column(_l("Industry")),
            Column(_l("Amount")),
            Column(_l("Filed at")),
            Column(_l("State")),
            Column(_l("Good until")),
            Column(_l("Hash")),
        ],
        narrowed_by={"state": Narrowing(_l("State"), STATE_NAMES)},
        statement=_filings,
        cells=_lines,
    )
]
