"""Checking a board file against what opens it: one line, or the audit's whole bundle; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from congress.credit.chain import entry_hash, from_row
from congress.credit.composite_check import (
    Brought,
    is_composite,
    opened_parts_fault,
    opened_scale,
    score_fault,
    total_of,
    whole_file_faults,
)
from congress.credit.publication_file import (
    BUNDLE_FORMAT,
    OPENING_FORMAT,
    check_file,
    commitment,
    signature_faults,
    what_is_proven,
)
from congress.credit.states import COUNTED_MEASURES


@dataclass
class BoardReport:
    """What is wrong, and what is shown if nothing is."""

    findings: list[str] = field(default_factory=list)
    proven: list[str] = field(default_factory=list)


def check_board(
    document: Mapping[str, Any], opening: Mapping[str, Any] | None = None, trusted: str | None = None
) -> BoardReport:
    """Check a board file by itself, or with an opening or a bundle of them."""
    report = BoardReport(check_file(document, trusted))
    if not report.findings:
        _check_shown(document, report)
    if not report.findings and opening is not None:
        openings = _openings_for(document, opening, trusted, report)
        for one in openings:
            _check_opening(document, one, report)
        if not report.findings:
            _check_scale(document, opening, openings, report)
        if not report.findings:
            _check_order(document, {str(one["entity"]["code"]): int(one["total"]) for one in openings}, report)
    if not report.findings:
        report.proven = what_is_proven(document) + report.proven
    return report


def _check_shown(document: Mapping[str, Any], report: BoardReport) -> None:
    """What a file that shows its totals proves by itself: the order, and points from their parts."""
    try:
        shown = {str(line["entity"]["code"]): int(line["total"]) for line in document["order"] if "total" in line}
        if not shown:
            return
        if is_composite(document):
            report.findings += whole_file_faults(document, document["order"])
            report.proven.append("The points of every line follow from its totals and the scale in the file.")
        _check_order(document, shown, report)
    except (AttributeError, KeyError, TypeError, ValueError, ZeroDivisionError):
        report.findings.append("The totals in the file cannot be read.")


def _check_scale(
    document: Mapping[str, Any], bundle: Mapping[str, Any], openings: Sequence[Mapping[str, Any]], report: BoardReport
) -> None:
    """The points of opened lines, where what everybody was measured against is opened too."""
    try:
        if not is_composite(document):
            return
        scale, fault = opened_scale(document, bundle)
        if fault:
            report.findings.append(fault)
        if scale is None:
            return
        faults = [
            score_fault(document, str(one["entity"]["code"]), int(one["total"]), one["parts"], scale)
            for one in openings
        ]
        report.findings += [fault for fault in faults if fault]
        report.proven.append("The points of every opened line follow from its totals and the scale.")
    except (AttributeError, KeyError, TypeError, ValueError, ZeroDivisionError):
        report.findings.append("The scale cannot be read.")


def _openings_for(
    document: Mapping[str, Any], opening: Mapping[str, Any], trusted: str | None, report: BoardReport
) -> Sequence[Mapping[str, Any]]:
    """The openings of this publication that the file holds."""
    if opening.get("format") == OPENING_FORMAT:
        found = [opening]
    elif opening.get("format") == BUNDLE_FORMAT:
        report.findings += signature_faults(opening, trusted or str(document.get("public_key")))
        told = opening.get("openings")
        found = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    else:
        report.findings.append("This is neither an opening nor a bundle of openings.")
        return []
    own = [one for one in found if one.get("publication") == document.get("publication")]
    if not own:
        report.findings.append("The opening belongs to another publication.")
    return own


def _check_opening(document: Mapping[str, Any], opening: Mapping[str, Any], report: BoardReport) -> None:
    try:
        kind, code = str(opening["entity"]["kind"]), str(opening["entity"]["code"])
        line = next((one for one in document["order"] if one["entity"]["code"] == code), None)
        if line is None or line["entity"]["kind"] != kind:
            report.findings.append(f"{code} has no line on this board.")
            return
        total = int(opening["total"])
        if commitment(str(opening["salt"]), kind, code, total) != line["commitment"]:
            report.findings.append(f"The opening does not fit the line of {code}: it was not made from this total.")
            return
        if line.get("total", total) != total:
            report.findings.append(f"The line of {code} prints another total than the one it is bound to.")
        if is_composite(document) and (fault := opened_parts_fault(line, opening, kind, code)):
            report.findings.append(fault)
        _check_entries(document, opening, code, total, report)
    except (AttributeError, KeyError, TypeError, ValueError):
        report.findings.append("The opening cannot be read.")


def _check_entries(
    document: Mapping[str, Any], opening: Mapping[str, Any], code: str, total: int, report: BoardReport
) -> None:
    told = document["board"]
    measures = {part["measure"] for part in told.get("components", [told])}
    brought: list[Brought] = []
    seen = set()
    for row in opening["entries"]:
        link, stored = from_row(row)
        if entry_hash(link) != stored:
            report.findings.append(f"Entry {link.seq} of {code} was changed: its hash does not fit.")
        belongs = (link.entity_code, link.period, link.congress) == (code, document["period"], document["congress"])
        if not belongs or link.measure not in measures or link.seq in seen:
            report.findings.append(f"Entry {link.seq} does not belong to the line of {code}, or stands twice.")
        seen.add(link.seq)
        value = link.count if link.measure in COUNTED_MEASURES else link.amount_fen
        brought.append(Brought(link.measure, link.intention, value, len(link.evidence)))
    if is_composite(document):
        added_up = {str(part["board"]): total_of(part, brought) for part in told["components"]}
        _compare_parts(code, added_up, opening["parts"]["totals"], report)
        return
    added = total_of(told, brought)
    if added != total:
        report.findings.append(f"The entries of {code} add up to {added}, not to {total}.")
    else:
        report.proven.append(f"The line of {code} was made from {total}, the sum of its {len(seen)} entries.")


def _compare_parts(code: str, added: Mapping[str, int], told: Mapping[str, int], report: BoardReport) -> None:
    for board in sorted({*added, *told}):
        if added.get(board, 0) != told.get(board, 0):
            report.findings.append(
                f"The entries of {code} add up to {added.get(board, 0)} for {board}, not to {told.get(board, 0)}."
            )
    if not report.findings:
        report.proven.append(f"The totals of {code} behind its points are the sums of its entries.")


def _check_order(document: Mapping[str, Any], totals: Mapping[str, int], report: BoardReport) -> None:
    """With every line open the whole order can be computed again."""
    lines = [(line["place"], totals.get(line["entity"]["code"])) for line in document["order"]]
    if any(total is None for _place, total in lines):
        report.proven.append(f"{len(totals)} of {len(lines)} lines are open; the others stay sealed.")
        return
    values = [total for _place, total in lines if total is not None]
    places = [1 + sum(other > total for other in values) for total in values]
    if values != sorted(values, reverse=True) or [place for place, _total in lines] != places:
        report.findings.append("The order does not follow from the totals.")
    else:
        report.proven.append("Every line is open, and the order and its places follow from the totals.")
