"""The twelve boards of 2024 come out again, names and order, from outcomes that the printed figures allow."""

import csv
from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from congress.credit.actions import compute_board, verify_ledger
from congress.credit.queries import entity_names
from congress.credit.reactions import credit_outcome
from congress.credit.reported import PrintedTotal, printed_totals
from congress.credit.rules import rule_set
from congress.demo.reference import load_reference
from congress.outcomes.events import Claimant, OutcomeAccepted
from congress.outcomes.rules import claimants_of
from congress.schools.models import Division, School
from congress.schools.queries import resolve_division, resolve_school
from tests.factories.accounts import signed_in
from tests.factories.office import Office
from tests.factories.programme import make_congress

DATA = Path(__file__).parent.parent / "data"
ZONE = ZoneInfo("Asia/Shanghai")
MEASURES = {"招商引资": "investment", "招才引智": "talent", "科研转化": "research", "捐赠": "donation"}
KINDS = {"市州": "prefecture", "县市区": "county", "高校": "university", "高中": "school"}
MILESTONES = {
    "investment": "capital_arrived", "talent": "person_recruited", "research": "contract_paid",
    "donation": "donation_received",
}  # fmt: skip
FEN_OF_WAN = 1_000_000
ACCEPTED, CUT_OFF = datetime(2024, 10, 15, tzinfo=UTC), datetime(2024, 10, 31, tzinfo=UTC)


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def found(session: Session, kind: str, name: str) -> School | Division:
    entity = (resolve_school if kind in {"高校", "高中"} else resolve_division)(session, name)
    assert entity is not None, name
    return entity


def claimants(entity: School | Division) -> tuple[Claimant, ...]:
    """A place with its prefecture, as the product does it; where a school's outcome landed was not printed."""
    if isinstance(entity, School):
        return (Claimant(kind=entity.kind, code=entity.code, share=1_000_000),)
    parent = (entity.parent.code, entity.parent.kind) if entity.parent else None
    return claimants_of([], (entity.code, entity.kind), parent)


def feed(session: Session, congress_id: int) -> None:
    """Counties first; a prefecture then has what its own figure is more than its counties'."""
    within: dict[tuple[str, str], int] = defaultdict(int)
    outcomes = sorted(rows("outcomes_2024.csv"), key=lambda row: row["entity_kind"] == "市州")
    for number, row in enumerate(outcomes):
        entity, measure = found(session, row["entity_kind"], row["name"]), MEASURES[row["board"]]
        figure = int(Decimal(row["figure"]) * (1 if row["unit"] == "人" else FEN_OF_WAN))
        if row["entity_kind"] == "县市区":
            within[measure, entity.parent.code] += figure
        else:
            figure -= within.get((measure, entity.code), 0)
        assert figure > 0
        credit_outcome(
            session,
            OutcomeAccepted(
                congress_id=congress_id, milestone=f"m{number}", intention=f"i{number}", kind=MILESTONES[measure],
                amount_fen=0 if measure == "talent" else figure, count=figure if measure == "talent" else 0,
                currency="CNY", occurred_on=date(2024, 5, 1), accepted_at=ACCEPTED, claimants=claimants(entity),
                evidence=("示例",),
            ),
        )  # fmt: skip


@pytest.fixture
def printed() -> dict[str, list[str]]:
    """Board → names in the printed order."""
    boards: dict[str, list[str]] = defaultdict(list)
    for row in rows("boards_2024.csv"):
        boards[f"{MEASURES[row['board']]}-{KINDS[row['entity_kind']]}"].append(row["name"])
    return boards


def test_the_twelve_boards_come_out_with_the_printed_names_in_the_printed_order(
    session: Session, printed: dict[str, list[str]]
) -> None:
    congress = make_congress(session, slug="2024")
    load_reference(session)
    feed(session, congress.id)
    assert {one.slug for one in rule_set().boards} == set(printed)
    kinds = {english: chinese for chinese, english in KINDS.items()}
    for board in rule_set().boards:
        computed = compute_board(session, congress, board.slug, as_of=CUT_OFF, period=None, zone=ZONE)
        expected = [found(session, kinds[board.entity_kind], name).code for name in printed[board.slug]]
        assert [one.code for one in computed.standings] == expected, board.slug
        assert computed.period == 2024
        assert all(one.placed and not one.tied for one in computed.standings)
    assert verify_ledger(session, congress) == []
    names = entity_names(session)
    assert names[found(session, "高校", "湖南理工学院").code][0] == "湖南理工大学"


def test_the_printed_amounts_come_out_to_the_fen(session: Session) -> None:
    congress = make_congress(session, slug="2024")
    load_reference(session)
    feed(session, congress.id)
    board = compute_board(session, congress, "donation-university", as_of=CUT_OFF, period=None, zone=ZONE)
    assert [one.total for one in board.standings[:2]] == [12_114_700_000, 10_568_000_000]


def test_what_is_only_consistent_is_marked_and_stays_within_the_printed_totals(printed: dict[str, list[str]]) -> None:
    outcomes = rows("outcomes_2024.csv")
    amounts = {
        (row["board"], row["entity_kind"], row["name"]): row["amount_wan_yuan"] for row in rows("boards_2024.csv")
    }
    assert {key for key, amount in amounts.items() if amount} == {
        (row["board"], row["entity_kind"], row["name"]) for row in outcomes if row["basis"] == "printed"
    }
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in outcomes:
        sums[row["board"], row["entity_kind"]] += Decimal(row["figure"])
    limits = {
        ("招商引资", "市州"): Decimal("1185.33") * 10_000, ("招才引智", "市州"): Decimal(1436),
        ("捐赠", "高校"): Decimal("4.97") * 10_000, ("捐赠", "高中"): Decimal("2.24") * 10_000,
        ("科研转化", "高校"): Decimal(28) * 10_000,
    }  # fmt: skip
    assert {key for key, limit in limits.items() if sums[key] > limit} == set()


def test_a_printed_total_that_does_not_add_up_is_kept_exact_and_explained() -> None:
    values = {row["metric"]: Decimal(row["value"]) for row in rows("totals.csv") if row["scope"] == "2024大会"}
    parts = [values[name] for name in ("signed_investment", "signed_transfer", "signed_donation")]
    total = PrintedTotal(values["signed_total_as_reported"], parts)
    assert (total.printed, total.exact, total.gap) == (Decimal("234.5"), Decimal("234.43"), Decimal("0.07"))
    assert not total.agrees
    # half a unit of each last place: 0.005 + 0.05 + 0.005 of the parts and 0.05 of the total
    assert total.rounding == Decimal("0.110")
    assert total.is_rounding
    assert not PrintedTotal(Decimal("234.6"), parts).is_rounding
    counts = [values[f"signed_{name}_count"] for name in ("investment", "transfer", "donation")]
    assert PrintedTotal(values["signed_count_total"], counts).agrees
    assert [one.total for one in printed_totals()] == [total, PrintedTotal(values["signed_count_total"], counts)]


def test_the_console_says_why_a_printed_total_is_not_its_parts(office: Office, app: Flask) -> None:
    page = signed_in(app, "viewer@congress.test").get("/console/printed-totals").get_data(as_text=True)
    for text in ("234.43 亿元", "234.5 亿元", "0.07", "0.110"):
        assert text in page
