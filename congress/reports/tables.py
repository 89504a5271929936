"""Rates put into tables: names, official order, sheets."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from sqlalchemy.orm import Session

from congress.credit.queries import entity_names, official_order
from congress.foundation.documents.flow import Tile
from congress.foundation.documents.xlsx import write_tables
from congress.foundation.i18n import _, pick
from congress.foundation.pages import money
from congress.reports.rules import Figures, Project, figures_of, grouped
from congress.reports.states import BY_NAMES, MEANINGS, RATE_NAMES, By, Rate
from congress.schools.queries import all_divisions, all_industries
from congress.schools.states import DivisionKind
from congress.schools.tiles import laid_out

# more bars than this are no picture any more; the table holds all
DRAWN = 20


@dataclass(frozen=True)
class Line:
    """One group with its figures."""

    key: str
    name: str
    figures: Figures


@dataclass(frozen=True)
class Names:
    """What places, schools and industries are called and in which order the official lists have them."""

    names: Mapping[str, tuple[str, str]]
    order: Mapping[str, int]
    industries: Mapping[str, tuple[str, str]]
    # code, name, English name
    prefectures: Sequence[tuple[str, str, str]]

    def name(self, by: By, key: str) -> str:
        if by is By.YEAR:
            return key
        if by is By.INDUSTRY:
            return pick(*self.industries.get(key, (_("Without an industry"), "")))
        return self.place(key)

    def place(self, code: str) -> str:
        return pick(*self.names.get(code, (code, "")))

    def rank(self, by: By, key: str) -> tuple[int, str]:
        if by is By.YEAR:
            return (-int(key), key)
        if by is By.INDUSTRY:
            codes = list(self.industries)
            return (codes.index(key) if key in codes else len(codes), key)
        return (self.order.get(key, 0), key)


def known_names(session: Session) -> Names:
    industries = {one.code: (one.name_zh, one.name_en) for one in all_industries(session)}
    prefectures = [
        (one.code, one.name, one.name_en) for one in all_divisions(session) if one.kind == DivisionKind.PREFECTURE
    ]
    return Names(entity_names(session), official_order(session), industries, prefectures)


def lines_of(projects: Sequence[Project], by: By, names: Names) -> list[Line]:
    """A line for each group, in official order, years downwards."""
    found = [Line(key, names.name(by, key), figures) for key, figures in grouped(projects, by).items()]
    return sorted(found, key=lambda line: names.rank(by, line.key))


def charts_of(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """What is drawn of the groups with the largest contracts, per cent by number, then by money."""
    largest = sorted(lines, key=lambda line: -line.figures.signed_fen)[:DRAWN]
    drawn = [line for line in lines if line in largest]
    shares = [(_("By number"), Figures.share_by_number), (_("By money"), Figures.share_by_money)]
    return [
        {
            "title": title,
            "names": [line.name for line in drawn],
            "series": [
                {"name": str(name), "values": [share(line.figures, which) for line in drawn]}
                for which, name in RATE_NAMES.items()
            ],
        }
        for title, share in shares
    ]


def tiles_of(
    places: Iterable[tuple[str, str, str]], told: Mapping[str, int], say: Callable[[int], str] = money
) -> list[Tile]:
    """A tile for each place (code, zh, en) with what is told of it, if anything."""
    return [
        Tile(
            pick(spot.zh, spot.en), spot.column, spot.row, told.get(code), say(told[code]) if code in told else "–"
        )
        for code, spot in laid_out(places).items()
    ]  # fmt: skip


def maps_of(lines: Sequence[Line], names: Names) -> list[tuple[str, list[Tile]]]:
    """The prefectures as tiles: how much was signed, how much of it has arrived; the table has the same figures."""
    signed = {line.key: line.figures.signed_fen for line in lines}
    arrived = {line.key: line.figures.by_money[Rate.ARRIVED] for line in lines}
    return [
        (_("Contract money signed"), tiles_of(names.prefectures, signed)),
        (_("Capital that has arrived"), tiles_of(names.prefectures, arrived)),
    ]


def rates_xlsx(projects: Mapping[By, Sequence[Project]], names: Names) -> bytes:
    """A sheet for each grouping with the numbers themselves and the rates made of them, and one that explains them."""
    columns = [_("Grouping"), _("Signed projects"), _("Contract money signed, in yuan")]
    for name in RATE_NAMES.values():
        columns += [_("%(rate)s: projects", rate=name), _("%(rate)s by number", rate=name),
                    _("%(rate)s: yuan", rate=name), _("%(rate)s by money", rate=name)]  # fmt: skip
    sheets = []
    for by, found in projects.items():
        lines = [*lines_of(found, by, names), Line("", _("All together"), figures_of(found))]
        sheets.append((str(BY_NAMES[by]), columns, [_row(line) for line in lines]))
    meanings: list[list[object]] = [[RATE_NAMES[which], *divided] for which, divided in MEANINGS.items()]
    sheets.append((_("What each divides by"), [_("Rate"), _("By number"), _("By money")], meanings))
    out = BytesIO()
    write_tables(out, sheets)
    return out.getvalue()


def _row(line: Line) -> list[object]:
    figures = line.figures
    row: list[object] = [line.name, figures.signed, figures.signed_fen / 100]
    for which in Rate:
        row += [figures.by_number[which], figures.rate_by_number(which),
                figures.by_money[which] / 100, figures.rate_by_money(which)]  # fmt: skip
    return row
