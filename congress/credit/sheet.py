"""A published board as it is printed: order, 口径, notice, version; made from the frozen file alone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from congress.credit.models import Publication
from congress.credit.states import PUBLICATION_NAMES, UNIT_NAMES, PublicationState, Unit, unit_of
from congress.foundation.i18n import _, language, ngettext, pick
from congress.foundation.pages import local_date, local_time, money
from congress.schools.states import KIND_NAMES


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything on the sheet, in the reader's language; `figures` are the numbers behind the rows, if shown."""

    title: str
    state: str
    lead: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    figures: Sequence[int]
    unit: Unit
    empty: str
    basis: Sequence[tuple[str, str]]
    notice: Sequence[str]
    corrections: Sequence[str]
    version: Sequence[tuple[str, str]]
    language: str
    demo: str
    at: datetime


def sheet_of(publication: Publication) -> Sheet:
    """The sheet of an announced or final publication."""
    file = json.loads(publication.document)
    unit, with_amounts = unit_of(file["board"]["measure"]), publication.with_amounts
    board, kind = file["board"], str(KIND_NAMES[file["board"]["entity_kind"]])
    title = pick(board["title"]["zh"], board["title"]["en"])
    published_at = publication.published_at or publication.computed_at
    columns = [kind]
    if with_amounts:
        columns.append(str(UNIT_NAMES[unit]))
    return Sheet(
        title=str(_("%(board)s: in front, %(kind)s", board=title, kind=kind)),
        state=str(PUBLICATION_NAMES[PublicationState(publication.state)]),
        lead=str(_("In the order of results, those in front only; who is level stands in official order.")),
        columns=columns,
        rows=[_row(line, unit, with_amounts=with_amounts) for line in file["order"]],
        figures=[line["total"] for line in file["order"]] if with_amounts else [],
        unit=unit,
        empty=str(_("Nothing has been counted in this period yet.")),
        basis=_basis(file["basis"]) if "basis" in file else [],
        notice=notice_of(publication),
        corrections=[
            f"{local_date(one.made_at)} · {pick(one.text_zh, one.text_en)}" for one in publication.corrections
        ],
        version=_version(publication, file),
        language=language(),
        demo=str(_("Demo data: the people, firms, schools and figures are invented.")) if file["demo"] else "",
        at=published_at,
    )  # fmt: skip


def _row(line: Mapping[str, Any], unit: Unit, *, with_amounts: bool) -> list[str]:
    name = pick(line["entity"]["name"], line["entity"]["name_en"])
    if not with_amounts:
        return [name]
    return [name, in_words(line["total"], unit)]


def in_words(total: int, unit: Unit) -> str:
    """A result as people read it."""
    if unit is Unit.POINTS:
        return str(_("%(points)s points", points=f"{total / 100:.2f}"))
    return ngettext("%(num)s person", "%(num)s people", total) if unit is Unit.PEOPLE else money(total)


def _basis(basis: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (str(_("What counts")), pick(basis["counts_zh"], basis["counts_en"])),
        (
            str(_("From which day")),
            str(
                _(
                    "From %(first)s to %(last)s; what was verified after %(cut)s counts in the next year.",
                    first=_day(basis["from"]), last=_day(basis["until"]), cut=_day(basis["accepted_until"]),
                )
            ),
        ),
        (str(_("Whose statistics")), pick(basis["statistics_zh"], basis["statistics_en"])),
    ]  # fmt: skip


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日" if language() == "zh" else f"{day.day} {day:%B %Y}"


def notice_of(publication: Publication) -> list[str]:
    """The public notice: what is announced, for how long, who takes objections and in which form."""
    if publication.published_at is None or publication.objections_until is None:
        return []
    told, notice = [], publication.notice
    told.append(
        _("Announced on %(day)s; objections are taken until %(time)s.", day=local_date(publication.published_at),
          time=local_time(publication.objections_until))
    )  # fmt: skip
    if publication.provisional:
        told.append(_("The end is provisional: the holidays of that year have not been announced yet."))
    told.append(_("A unit objects by a sealed letter, a person under their name; anonymous hints are kept."))
    told.append(_("Who objected is not passed on."))
    for label, name in ((_("Authority"), "authority"), (_("Telephone"), "phone"), (_("Address"), "address")):
        if notice.get(name):
            told.append(_("%(label)s: %(value)s", label=label, value=notice[name]))
    return [str(one) for one in told]


def _version(publication: Publication, file: Mapping[str, Any]) -> list[tuple[str, str]]:
    ledger = file["ledger"]
    told = [
        (_("Number of the publication"), publication.public_id),
        (_("Document number"), publication.document_number),
        (_("Rules"), file["rule_version"]),
        (_("Period"), str(file["period"])),
        (_("As of"), local_time(publication.as_of)),
        (_("Ledger"), _("%(count)s entries, ending in %(hash)s…", count=ledger["count"], hash=ledger["hash"][:16])),
    ]
    return [(str(label), str(value)) for label, value in told if value]
