"""Computing a composite score again from what a file or its openings hold; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from congress.credit.publication_file import parts_commitment, scale_commitment
from congress.credit.rule_sets import Component
from congress.credit.scoring import Span, score_of
from congress.credit.states import COMPOSITE, Scheme


def is_composite(document: Mapping[str, Any]) -> bool:
    return bool(document["board"]["measure"] == COMPOSITE)


def components_of(document: Mapping[str, Any]) -> list[Component]:
    """Raises KeyError, TypeError, ValueError for a file that cannot be read."""
    return [
        Component(
            str(told["board"]), Scheme(told["scheme"]), int(told["weight"]), told.get("cap_percent"),
            {str(code): int(goal) for code, goal in told.get("targets", {}).items()},
        )
        for told in document["board"]["components"]
    ]  # fmt: skip


def spans_of_file(scale: Mapping[str, Any]) -> dict[str, Span]:
    return {str(board): Span(int(least), int(most)) for board, (least, most) in scale.items()}


def score_fault(document: Mapping[str, Any], code: str, total: int, parts: Mapping[str, Any], scale: Any) -> str | None:
    """What is wrong where the parts of a line do not make its points."""
    totals = {str(board): int(value) for board, value in parts["totals"].items()}
    found = score_of(components_of(document), code, totals, spans_of_file(scale), int(parts["deducted"]))
    if found == total:
        return None
    return f"The parts of {code} make {found} hundredths of a point, not {total}."


def opened_parts_fault(line: Mapping[str, Any], opening: Mapping[str, Any], kind: str, code: str) -> str | None:
    """What is wrong with the parts of a line that is opened."""
    parts = opening["parts"]
    if parts_commitment(str(opening["salt"]), kind, code, parts) != line["parts_commitment"]:
        return f"The parts of {code} are not those that its line is bound to."
    if line.get("parts", parts) != parts:
        return f"The line of {code} prints other parts than those it is bound to."
    return None


def opened_scale(document: Mapping[str, Any], bundle: Mapping[str, Any]) -> tuple[Any, str | None]:
    """What everybody was measured against, from the audit's bundle, and what is wrong with it."""
    for told in bundle.get("scales", []):
        if told.get("publication") == document["publication"]:
            if scale_commitment(str(told["salt"]), told["spans"]) != document["scale_commitment"]:
                return None, "The scale is not the one that the board is bound to."
            return told["spans"], None
    return None, None


@dataclass(frozen=True)
class Brought:
    """What an entry of the ledger brings to a line, and by how much evidence."""

    measure: str
    intention: str
    value: int
    proofs: int


def total_of(told: Mapping[str, Any], brought: Iterable[Brought]) -> int:
    """What the entries add up to on one board: of its measure, with evidence enough, at most its cap from a project."""
    sums: Counter[str] = Counter()
    for one in brought:
        if one.measure == told["measure"] and one.proofs >= int(told.get("minimum_evidence", 0)):
            sums[one.intention] += one.value
    cap = told.get("cap_fen")
    return sum(value if cap is None else min(value, int(cap)) for value in sums.values())


def whole_file_faults(document: Mapping[str, Any], order: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is wrong with the points of a file that shows everything."""
    scale = document["scale"]
    faults = (
        score_fault(document, str(line["entity"]["code"]), int(line["total"]), line["parts"], scale) for line in order
    )
    return [fault for fault in faults if fault]
