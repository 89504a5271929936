"""The organiser's plan and table of days, in the browser."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from tests.factories.accounts import signed_in
from tests.factories.office import C, Office

CALENDAR = "/console/calendar?lang=en"


def test_a_day_set_off_by_hand_moves_the_end_of_objections_by_one_working_day(office: Office, app: Flask) -> None:
    path = f"{C}/boards/investment-county/publications"
    before = datetime.fromisoformat(office.ask("organiser", "POST", path, {}, 201)["objections_until"])
    last_day = (before - timedelta(days=1)).astimezone(ZoneInfo("Asia/Shanghai")).date()
    browser = signed_in(app, "organiser@congress.test")
    form = {"day": last_day.isoformat(), "working": "no", "note": "示例：放假通知"}
    assert browser.post(CALENDAR, data=form).status_code == 302
    after = datetime.fromisoformat(office.ask("organiser", "POST", path, {}, 201)["objections_until"])
    assert after >= before + timedelta(days=1)
    shown = browser.get(f"/console/calendar?lang=en&since={last_day}").get_data(as_text=True)
    assert "示例：放假通知" in shown
    assert browser.post(f"/console/calendar/{last_day}/clear").status_code == 302
    again = datetime.fromisoformat(office.ask("organiser", "POST", path, {}, 201)["objections_until"])
    assert again == before


def test_a_congress_in_a_year_not_announced_is_planned_provisionally_and_lengths_can_be_tried(
    office: Office, app: Flask
) -> None:
    browser = signed_in(app, "organiser@congress.test")
    # the first Monday after the cut-off is the 3rd, the congress opens on Thursday the 20th: thirteen days
    page = browser.get(f"{CALENDAR}&computing=2").get_data(as_text=True)
    assert "provisional" in page
    assert "It fits: the stages need 13 working days, there are 13." in page
    longer = browser.get(CALENDAR).get_data(as_text=True)
    assert "It does not fit: the stages need 14 working days, there are 13." in longer


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"day": "2036-11-20", "working": "yes"},
        {"day": "someday", "working": "yes", "note": "x"},
        {"day": "0001-01-01", "working": "yes", "note": "x"},
        {"day": "2036-11-20", "working": "maybe", "note": "x"},
    ],
)
def test_a_setting_that_is_not_whole_is_refused_at_its_field(
    office: Office, app: Flask, form: dict[str, str]
) -> None:  # fmt: skip
    browser = signed_in(app, "organiser@congress.test")
    assert browser.post(CALENDAR, data=form).status_code == 422
    assert browser.post("/console/calendar/someday/clear").status_code == 404
    assert browser.get(f"{CALENDAR}&since=nonsense&computing=-3").status_code == 200
