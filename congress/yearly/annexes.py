"""The annexes of the internal edition: monthly returns, every school and place, every outcome, and the proof."""

from congress.credit.states import MEASURE_NAMES, EntityKind, Measure
from congress.foundation.i18n import _, pick
from congress.foundation.pages import money
from congress.returns.rules import WAN
from congress.returns.states import UNIT_NAMES
from congress.schools.states import KIND_NAMES
from congress.yearly.parts import Chapter, Facts, Grid, Part, columns, exact, name_of, of_ledger


def months(facts: Facts) -> Chapter:
    parts: list[Part] = []
    for month in facts["months"]:
        lines = month["lines"]
        rows = [
            [str(UNIT_NAMES[one["kind"]]), f"{one['accepted']}/{one['units']}", str(one["nil"]),
             *(_reported(line, one["figures"].get(line["key"], 0)) for line in lines)]
            for one in month["kinds"]
        ]  # fmt: skip
        heads = columns(
            _("Kind of unit"),
            _("Accepted of all"),
            _("Nothing to report"),
            *(pick(one["zh"], one["en"]) for one in lines),
        )
        if rows:
            title = str(_("Month %(month)s", month=month["month"]))
            parts.append(Grid(title, str(_("By kind of unit")), heads, rows))
    return Chapter(
        str(_("Monthly returns")), [] if parts else [str(_("No return of this counting year has been accepted yet."))],
        parts,
        str(_("What units reported and organisers accepted; a county's figures stand in its prefecture's too, so kinds "
              "are not added up. Returns that are open or only filed are left out.")),
        str(_("Monthly returns, signed off by the leaders in charge of the units")),
    )  # fmt: skip


def _reported(line: Facts, value: int) -> str:
    return money(value) if line["unit"] == WAN else f"{value:,}"


def entities(facts: Facts) -> Chapter:
    grids = [
        Grid(
            str(KIND_NAMES[kind]), str(_("In official order; money in yuan")),
            columns(KIND_NAMES[kind], *(MEASURE_NAMES[measure] for measure in Measure)),
            [[name_of(one), *(exact(measure, one["figures"][measure]) for measure in Measure)] for one in lines],
        )
        for kind in EntityKind
        if (lines := facts["entities"][kind])
    ]  # fmt: skip
    return Chapter(
        str(_("Annex A: schools and places")), [], grids,
        str(_("Each outcome is divided within each kind of unit, so the columns of different kinds are not added up.")),
        of_ledger(facts),
    )  # fmt: skip


def outcomes(facts: Facts) -> Chapter:
    rows = [
        [one["outcome"], str(MEASURE_NAMES[Measure(one["measure"])]), exact(one["measure"], one["total"]),
         str(one["first_entry"]), str(one["entries"])]
        for one in facts["annex"]
    ]  # fmt: skip
    heads = columns(
        _("Outcome"), _("Measure"), _("Yuan or people"), _("First ledger entry"), _("Ledger entries"),
        shares=(2.2, 1.4, 1.2, 0.7, 0.6), text=2,
    )  # fmt: skip
    return Chapter(
        str(_("Annex B: outcomes")), [],
        [Grid(str(_("Annex B: outcomes")), str(_("In the order of the ledger")), heads, rows)] if rows else [],
        str(_("What was taken back by counter-entries is left out; its entries stay in the ledger.")), of_ledger(facts),
    )  # fmt: skip


def proof(facts: Facts) -> Chapter:
    rows = [
        [str(MEASURE_NAMES[Measure(one["measure"])]),
         str(KIND_NAMES[one["entity_kind"]]) if one["entity_kind"] else str(_("Province")),
         exact(one["measure"], one["listed"]), exact(one["measure"], one["ledger"])]
        for one in facts["sums"]
    ]  # fmt: skip
    heads = columns(
        _("Measure"), _("Kind of unit"), _("Sum of the tables"), _("Sum of the ledger"), shares=(1.4, 1, 1, 1), text=2
    )
    return Chapter(
        str(_("Annex C: the tables add up")), [],
        [Grid(str(_("Annex C: the tables add up")), str(_("In the order of the rules")), heads, rows)],
        str(_("Annex A and B against the ledger, computed another way; without agreement there is no report.")),
        of_ledger(facts),
    )  # fmt: skip
