"""A board that counts people of some levels alone, as data of the rules, from entry to file."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from congress.credit.rule_sets import RulesRefused, read_rules, rules_text
from congress.credit.rule_versions import put_in_force, save_draft
from congress.foundation.access import SYSTEM
from congress.foundation.db import unit_of_work
from tests.credit.checked import checked
from tests.credit.test_composite_boards import OVERALL
from tests.factories.office import C, Office
from tests.factories.schools import OTHER_UNIVERSITY, UNIVERSITY

SLUG = "talent-national-provincial-university"
HIGH = """
[[boards]]
measure = "talent"
levels = ["national", "provincial"]
places = { university = 15 }
zh = "高层次人才（示例）"
en = "Talents of high level"
"""
RULES = rules_text().replace('version = "2024-1"', 'version = "2036-1"') + HIGH


def test_the_board_of_a_level_counts_its_people_alone_and_its_file_says_so(
    office: Office, announced: Callable[..., dict[str, Any]]
) -> None:
    now = datetime.now(UTC)
    with unit_of_work() as session:
        draft = save_draft(session, RULES, by=SYSTEM, now=now)
        put_in_force(session, draft, now - timedelta(hours=1), by=SYSTEM, now=now - timedelta(hours=2))
    for school, level, count in (
        (UNIVERSITY, "national", 2), (UNIVERSITY, "", 9), (OTHER_UNIVERSITY, "national", 1),
        (OTHER_UNIVERSITY, "provincial", 3), (OTHER_UNIVERSITY, "municipal", 1),
    ):  # fmt: skip
        project = office.signed(category="talent", schools=[{"code": school}])
        came = office.milestone(project["id"], kind="person_recruited", amount_fen=None, count=count, level=level)
        office.accept(came["id"])
    assert [(one["entity"]["code"], one["count"]) for one in office.board(SLUG)] == [
        (OTHER_UNIVERSITY, 4), (UNIVERSITY, 2),
    ]  # fmt: skip
    assert [one["count"] for one in office.board("talent-university")] == [11, 5]
    document = json.loads(office.client.get(announced(SLUG)["file"]).data)
    assert document["board"]["levels"] == ["national", "provincial"]
    assert document["basis"]["counts_zh"].endswith("只计以下层次：国家级人才、省级人才。")
    report = checked(document, office.ask("auditor", "GET", f"{C}/openings", status=200))
    assert report.findings == []
    assert any(
        "Not proven by the file: that the people counted are of the levels national" in one for one in report.proven
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (RULES.replace('measure = "talent"\nlevels', 'measure = "donation"\nlevels'), "levels are of people"),
        (RULES.replace('"national", ', '"a-level-with-a-name", '), "too many for one board"),
        (RULES.replace('"national", ', '"National", '), "boards.4.levels.0"),
        (RULES + HIGH, "one board for each kind"),
        (RULES + OVERALL.replace("donation-university", SLUG), "both by levels and otherwise"),
    ],
)
def test_levels_that_no_board_can_count_are_refused(text: str, why: str) -> None:
    with pytest.raises(RulesRefused, match=why):
        read_rules(text)
