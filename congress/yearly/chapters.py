"""The chapters that both editions have, and those about projects and places."""

from congress.credit.states import MEASURE_NAMES, Measure
from congress.foundation.documents.flow import Bar, Column
from congress.foundation.i18n import _, ngettext, pick
from congress.foundation.pages import money
from congress.outcomes.rules import rate
from congress.reports.states import MEANINGS, RATE_NAMES, STEP_NAMES, Rate
from congress.reports.tables import tiles_of
from congress.schools.states import KIND_NAMES
from congress.signing.states import CATEGORY_NAMES
from congress.yearly.parts import (
    Bars,
    Chapter,
    Facts,
    Grid,
    TileMap,
    columns,
    name_of,
    of_ledger,
    of_register,
    result,
)
from congress.yearly.rules import told_to_all

TEXT = 2.6


def results(facts: Facts) -> Chapter:
    rows = [
        [str(MEASURE_NAMES[Measure(one["measure"])]), result(one["measure"], one["total"]),
         pick(one["basis"]["counts_zh"], one["basis"]["counts_en"]),
         pick(one["basis"]["statistics_zh"], one["basis"]["statistics_en"])]
        for one in facts["totals"]
    ]  # fmt: skip
    heads = [
        Column(str(_("Measure")), 1.2), Column(str(_("Result")), 1.0, number=True),
        Column(str(_("What counts")), TEXT), Column(str(_("Whose statistics")), 1.4),
    ]  # fmt: skip
    return Chapter(
        str(_("Results of the year")), [],
        [Grid(str(_("Results of the year")), str(_("In the order of the rules")), heads, rows)],
        str(_("An outcome counts once, however many schools and places share it; what a dispute has frozen does not.")),
        of_ledger(facts),
    )  # fmt: skip


def signed(facts: Facts) -> Chapter:
    found = facts["signed"]
    rows = [[str(CATEGORY_NAMES[one["category"]]), str(one["count"]), money(one["amount_fen"])] for one in found]
    count, fen = sum(one["count"] for one in found), sum(one["amount_fen"] for one in found)
    rows.append([str(_("All together")), str(count), money(fen)])
    heads = columns(_("Category"), _("Signed projects"), _("Contract money signed"))
    return Chapter(
        str(_("What was signed")), [str(_("What is signed has not arrived: the results above count what came true."))],
        [Grid(str(_("What was signed")), str(_("By category")), heads, rows)] if found else [],
        str(_("Contracts of this congress, also when ended since; framework agreements and second records of one "
              "project are left out, foreign money counts by its recorded rate.")),
        of_register(facts),
    )  # fmt: skip


def rates(facts: Facts) -> Chapter:
    found, rows, bars = facts["rates"], [], []
    for which in Rate:
        (part, whole), (fen, whole_fen) = found[which]["by_number"], found[which]["by_money"]
        name, number, amount = str(RATE_NAMES[which]), rate(part, whole), rate(fen, whole_fen)
        meaning = f"{MEANINGS[which][0]}; {MEANINGS[which][1]}"
        rows.append([name, f"{number} ({part}/{whole})", f"{amount} ({money(fen)}/{money(whole_fen)})", meaning])
        bars += [
            Bar(str(_("%(rate)s by number", rate=name)), part * 1000 // whole if whole else 0, number),
            Bar(str(_("%(rate)s by money", rate=name)), fen * 1000 // whole_fen if whole_fen else 0, amount),
        ]
    heads = [
        Column(str(_("Rate")), 1.0), Column(str(_("By number")), 1.1, number=True),
        Column(str(_("By money")), 1.6, number=True), Column(str(_("What each divides by")), TEXT),
    ]  # fmt: skip
    funnel = [
        Bar(f"{STEP_NAMES[one['step']]} · {money(one['amount_fen'])}", one["count"], str(one["count"]))
        for one in facts["funnel"]
    ]
    return Chapter(
        str(_("What became of what was signed")), [],
        [
            Grid(str(_("Rates")), str(_("By number and by money")), heads, rows),
            Bars(str(_("Rates")), bars),
            Bars(str(_("From the lead to the money, by number of investment projects")), funnel),
        ],
        str(_("What was once signed stays in the whole, also when it ended since; foreign money by its recorded rate")),
        of_register(facts),
    )  # fmt: skip


def _prefectures(facts: Facts) -> list[tuple[str, str, str]]:
    return [(one["code"], one["name"], one["name_en"]) for one in facts["places"]]


def places(facts: Facts) -> Chapter:
    """By prefecture, with the figures of each: internal."""
    shown = [one for one in facts["places"] if one.get("signed")]
    arrived = {one["code"]: one[Rate.ARRIVED]["by_money"][0] for one in shown}
    rows = [
        [name_of(one), str(one["signed"]), money(one["signed_fen"]), money(arrived[one["code"]]),
         *(f"{rate(*one[which]['by_number'])} / {rate(*one[which]['by_money'])}" for which in Rate)]
        for one in shown
    ]  # fmt: skip
    heads = columns(
        _("Prefecture"), _("Signed projects"), _("Contract money signed"), _("Capital that has arrived"),
        *RATE_NAMES.values(), shares=(1.2, 0.9, 1.1, 1.1, 1, 1, 1, 1.1),
    )  # fmt: skip
    title = str(_("Capital that has arrived, by prefecture"))
    return Chapter(
        str(_("By prefecture")), [],
        [
            TileMap(title, tiles_of(_prefectures(facts), arrived)),
            Grid(str(_("By prefecture")), str(_("In official order; rates by number / by money")), heads, rows),
        ] if shown else [],
        str(_("Investment projects by where they lie, a county's in its prefecture; the rates divide as above.")),
        of_register(facts),
    )  # fmt: skip


def in_front(facts: Facts) -> Chapter:
    """On which boards each prefecture, or a county of it, stands in front: nothing that is not public already."""
    on: dict[str, list[str]] = {}
    for board in facts["boards"]:
        for line in board["order"]:
            place = {"prefecture": line["code"], "county": line["prefecture"]}.get(board["entity_kind"])
            if place:
                on.setdefault(place, []).append(f"{pick(board['title']['zh'], board['title']['en'])} · {name_of(line)}")
    counts = {code: len(lines) for code, lines in on.items()}
    rows = [
        [name_of(one), str(len(on[one["code"]])), "；".join(on[one["code"]])]
        for one in facts["places"]
        if one["code"] in on
    ]
    heads = [
        Column(str(_("Prefecture")), 1.2), Column(str(_("Places in front")), 0.8, number=True),
        Column(str(_("Boards")), 3.4),
    ]  # fmt: skip
    title = str(_("Where the places in front lie"))
    return Chapter(
        title, [],
        [
            TileMap(title, tiles_of(_prefectures(facts), counts, str)),
            Grid(title, str(_("In official order")), heads, rows),
        ] if on else [],
        str(_("Published places of the final boards of prefectures and counties, each counted once for its "
              "prefecture.")),
        _of_boards(facts),
    )  # fmt: skip


def _of_boards(facts: Facts) -> str:
    source = _("Final publications of the boards, each with its signed file")
    left = facts["boards_announced"]
    if not left:
        return str(source)
    open_ones = ngettext("%(num)s board is not final yet.", "%(num)s boards are not final yet.", left)
    return str(_("%(source)s. %(left)s", source=source, left=open_ones))


def talents(facts: Facts, *, whole: bool) -> Chapter:
    counts = [one["count"] for one in facts["talents"]]
    told = counts if whole else told_to_all(counts)
    rows = [
        [pick(one["zh"], one["en"]) or str(_("Without a level")), str(_("not told")) if count is None else str(count)]
        for one, count in zip(facts["talents"], told, strict=True)
    ]
    title = str(_("Talents by level"))
    return Chapter(
        title, [],
        [Grid(title, str(_("Highest first")), columns(_("Level"), _("People")), rows)] if rows else [],
        str(_("People recruited through this congress, as far as a verifier accepted it, by the level named for "
              "them.")),
        of_register(facts),
    )  # fmt: skip


def boards(facts: Facts) -> Chapter:
    rows = [
        [f"{pick(board['title']['zh'], board['title']['en'])} · {KIND_NAMES[board['entity_kind']]}",
         "、".join(name_of(line) for line in board["order"]) or "–",
         " ".join(part for part in (board["document_number"], board["publication"]) if part)]
        for board in facts["boards"]
    ]  # fmt: skip
    heads = [
        Column(str(_("Board")), 1.4),
        Column(str(_("In front")), 3.0),
        Column(str(_("Number of the publication")), 1.5),
    ]
    return Chapter(
        str(_("Boards")), [],
        [Grid(str(_("Boards")), str(_("In the order of results, those in front only")), heads, rows)] if rows else [],
        str(_("Each board was counted, reviewed, signed off and announced; its own sheet says how.")),
        _of_boards(facts),
    )  # fmt: skip
