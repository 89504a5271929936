"""核算, 联审, 审签, 公示, 审定发布: one way through, nobody alone, and nothing changed afterwards."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from flask import Flask

from congress.credit.models import Publication
from congress.credit.publication_file import check_file
from congress.credit.states import TRANSITIONS, PublicationState
from congress.foundation import clock
from tests.credit.conftest import NOTICE, read
from tests.factories.accounts import signed_in
from tests.factories.office import C, Office

Bring = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(("old", "new"), list(product(PublicationState, PublicationState)))
def test_a_publication_moves_only_as_the_table_says(old: PublicationState, new: PublicationState) -> None:
    publication = Publication(state=old)
    if new in TRANSITIONS[old]:
        publication.move_to(new)
        assert publication.state == new
    else:
        with pytest.raises(ValueError, match="does not lead to"):
            publication.move_to(new)


def test_a_board_in_preparation_is_seen_by_those_who_prepare_it_alone(office: Office, app: Flask) -> None:
    made = office.ask("organiser", "POST", f"{C}/boards/investment-university/computations", {}, 201)
    assert (made["state"], made["file"]) == ("computed", None)
    one = f"/api/v1/publications/{made['id']}"
    office.ask("verifier", "GET", one, status=200)
    office.ask("school", "GET", one, status=404)
    listed = f"{C}/boards/investment-university/publications"
    assert len(office.ask("auditor", "GET", listed, status=200)["items"]) == 1
    assert office.ask("school", "GET", listed, status=200)["items"] == []
    for tail in ("", ".json", ".pdf"):
        assert office.client.get(f"/boards/2036/investment-university/{made['id']}{tail}").status_code == 404
    assert signed_in(app, "school@congress.test").get(f"/console/publications/{made['id']}").status_code == 404
    objection = {"objector": "示例校友甲", "text": "示例"}
    office.ask("school", "POST", f"{one}/objections", objection, 404)


def test_whoever_computed_a_board_does_not_review_it_and_no_step_is_skipped(office: Office) -> None:
    made = office.ask("organiser", "POST", f"{C}/boards/investment-university/computations", {}, 201)
    one = f"/api/v1/publications/{made['id']}"
    assert office.ask("organiser", "POST", f"{one}/review", {}, 403)["type"].endswith("/same-person")
    office.ask("organiser", "POST", f"{one}/sign-off", {"document_number": "示例1号"}, 409)
    office.ask("organiser", "POST", f"{one}/announce", {"notice": NOTICE}, 409)
    office.ask("organiser", "POST", f"{one}/finalise", {}, 409)
    office.ask("verifier", "POST", f"{one}/review", {}, 200)
    office.ask("verifier", "POST", f"{one}/review", {}, 409)
    office.ask("organiser", "POST", f"{one}/sign-off", {"document_number": ""}, 422)
    office.ask("organiser", "POST", f"{one}/sign-off", {"document_number": "示例1号"}, 200)
    dropped = office.ask("organiser", "POST", f"{one}/withdraw", {"reason": "示例：重新核算"}, 200)
    assert dropped["state"] == "withdrawn"


def test_what_is_announced_is_what_was_computed_whatever_happened_since(office: Office, announced: Bring) -> None:
    first = office.milestone(office.signed()["id"], amount=100)
    office.accept(first["id"])
    made = office.ask("organiser", "POST", f"{C}/boards/investment-university/computations", {}, 201)
    office.ask("verifier", "POST", f"{C}/milestones/{first['id']}/reverse", {"reason": "示例"}, 200)
    one = f"/api/v1/publications/{made['id']}"
    office.ask("verifier", "POST", f"{one}/review", {}, 200)
    office.ask("organiser", "POST", f"{one}/sign-off", {"document_number": "示例1号"}, 200)
    shown = office.ask("organiser", "POST", f"{one}/announce", {"notice": NOTICE}, 200)
    document = json.loads(office.client.get(shown["file"]).data)
    assert len(document["order"]) == 2
    assert check_file(document) == []
    assert document["objections"]["authority"] == NOTICE["authority"]
    assert document["document_number"] == "示例1号"


def test_the_notice_names_content_days_authority_phone_and_address(office: Office, announced: Bring) -> None:
    office.accept(office.milestone(office.signed()["id"])["id"])
    shown = announced()
    path = shown["file"].removesuffix(".json")
    page = read(office, path, "zh").decode()
    for text in ("招商引资成效靠前的高校", *NOTICE.values(), "示例〔2036〕1号", "公示", "统计口径", "验资报告"):
        assert text in page, text
    english = read(office, path, "en").decode()
    assert "Money that has arrived" in english
    assert "departments of commerce" in english


def test_who_objected_is_hidden_from_the_other_side(office: Office, app: Flask, announced: Bring) -> None:
    shown = announced()
    one = f"/api/v1/publications/{shown['id']}"
    objection = {"objector": "示例校友甲", "contact": "示例电话", "text": "示例异议内容"}
    office.ask("school", "POST", f"{one}/objections", objection, 201)
    page = f"/console/publications/{shown['id']}"
    seen = {
        who: signed_in(app, f"{who}@congress.test").get(page).get_data(as_text=True)
        for who in ("organiser", "verifier", "school", "other_school", "division", "viewer")
    }
    told = {who for who, text in seen.items() if "示例异议内容" in text or "示例校友甲" in text}
    assert told == {"organiser", "verifier", "school"}
    public = office.client.get(shown["file"].removesuffix(".json")).get_data(as_text=True)
    assert "示例校友甲" not in public


def test_a_hint_without_a_name_is_kept_and_holds_nothing_up(office: Office, app: Flask, announced: Bring) -> None:
    until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    shown = announced(objections_until=until)
    path = shown["file"].removesuffix(".json")
    hint = {"kind": "anonymous", "text": "示例线索"}
    assert app.test_client().post(f"{path}/objections", data=hint).status_code == 302
    one = f"/api/v1/publications/{shown['id']}"
    [kept] = office.ask("organiser", "GET", one, status=200)["objections"]
    assert kept["state"] == "kept"
    signed = office.ask("school", "POST", f"{one}/objections", hint, 201)
    assert signed["state"] == "kept"
    from congress.credit.publication_queries import objection_by_id
    from congress.foundation.db import reading

    with reading() as session:
        assert objection_by_id(session, signed["id"]).filed_by is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"objector": ""}, "objector"),
        ({"kind": "unit"}, "letter"),
        ({"text": ""}, "text"),
        ({"kind": "rumour"}, "kind"),
        ({"objector": "x" * 201}, "objector"),
    ],
)
def test_an_objection_that_is_not_whole_names_its_field(
    office: Office, announced: Bring, change: dict[str, str], field: str
) -> None:
    shown = announced()
    body = {"objector": "示例校友甲", "text": "示例"} | change
    refused = office.ask("school", "POST", f"/api/v1/publications/{shown['id']}/objections", body, 422)
    assert [fault["field"] for fault in refused["errors"]] == [field]
    page = office.client.post(f"{shown['file'].removesuffix('.json')}/objections", data=body)
    assert page.status_code == 422


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """Let the edge believe that so many days have passed."""
    moment = datetime.now(UTC) + timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_a_board_whose_objections_are_dismissed_becomes_final_and_is_corrected_by_notice_alone(
    office: Office, app: Flask, announced: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = announced(objections_until=(datetime.now(UTC) + timedelta(days=1)).isoformat())
    one = f"/api/v1/publications/{shown['id']}"
    filed = office.ask("school", "POST", f"{one}/objections", {"objector": "示例甲", "text": "示例"}, 201)
    office.ask("organiser", "POST", f"{one}/corrections", {"zh": "示例更正"}, 409)
    decision = {"uphold": False, "answer": "经核无误"}
    office.ask("verifier", "POST", f"/api/v1/objections/{filed['id']}/decide", decision, 200)
    office.ask("verifier", "POST", f"/api/v1/objections/{filed['id']}/decide", decision, 409)
    office.ask("organiser", "POST", f"{one}/finalise", {}, 409)
    later(monkeypatch, 2)
    office.ask("school", "POST", f"{one}/objections", {"objector": "示例甲", "text": "迟到的异议"}, 409)
    before = office.client.get(shown["file"]).data
    assert office.ask("organiser", "POST", f"{one}/finalise", {}, 200)["state"] == "final"
    made = office.ask("organiser", "POST", f"{one}/corrections", {"zh": "示例更正公告", "en": "A correction"}, 201)
    assert office.client.get(shown["file"]).data == before
    path = shown["file"].removesuffix(".json")
    page = office.client.get(path).get_data(as_text=True)
    assert "示例更正公告" in page
    assert "经核无误" in page
    signed = json.loads(office.client.get(f"{path}/corrections/{made['id']}.json").data)
    assert (signed["format"], signed["text"]["zh"]) == ("congress-board-correction-1", "示例更正公告")


def test_an_upheld_objection_withdraws_the_board(
    office: Office, announced: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = announced(objections_until=(datetime.now(UTC) + timedelta(days=1)).isoformat())
    one = f"/api/v1/publications/{shown['id']}"
    filed = office.ask("school", "POST", f"{one}/objections", {"objector": "示例甲", "text": "示例"}, 201)
    decision = {"uphold": True, "answer": "确有错误"}
    office.ask("verifier", "POST", f"/api/v1/objections/{filed['id']}/decide", decision, 200)
    later(monkeypatch, 2)
    assert office.ask("organiser", "POST", f"{one}/finalise", {}, 200)["state"] == "withdrawn"
    assert office.client.get(shown["file"]).status_code == 404


def test_all_steps_are_taken_in_the_console(office: Office, app: Flask) -> None:
    office.accept(office.milestone(office.signed()["id"])["id"])
    organiser, verifier = (signed_in(app, f"{who}@congress.test") for who in ("organiser", "verifier"))
    made = organiser.post("/console/boards/investment-university/publications", data={"edge": "all"})
    page = made.location
    assert organiser.post(f"{page}/review", data={"note": "x"}).status_code == 403
    assert verifier.post(f"{page}/review", data={"note": "示例"}).status_code == 302
    assert organiser.post(f"{page}/sign-off", data={"note": "示例"}).status_code == 422
    assert organiser.post(f"{page}/sign-off", data={"document_number": "示例1号", "note": "示例"}).status_code == 302
    assert organiser.post(f"{page}/announce", data=NOTICE).status_code == 302
    assert organiser.post(f"{page}/withdraw", data={"reason": "示例"}).status_code == 409
    text = verifier.post(
        f"{page}/objections", data={"kind": "unit", "objector": "示例单位", "letter": "函1号", "text": "x"}
    )
    assert text.status_code == 302
    shown = organiser.get(f"{page}?lang=zh").get_data(as_text=True)
    for word in ("公示中", "示例1号", "函1号", "办理过程"):
        assert word in shown
