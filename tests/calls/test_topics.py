"""A call for topics over HTTP: opened, answered with and without a login, scored, decided, and the speakers asked."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from congress.calls.models import Proposal
from congress.calls.states import PROPOSAL_TRANSITIONS, ProposalState
from congress.foundation.db import reading, unit_of_work
from congress.foundation.pages import zone
from congress.notifications.models import Message
from congress.programme.queries import sessions_of, the_congress
from tests.factories.accounts import make_token, make_user, signed_in
from tests.factories.programme import make_congress, make_forum
from tests.factories.schools import OTHER_UNIVERSITY, UNIVERSITY, make_reference

TOPIC = {
    "title_zh": "示例议题：先进材料", "title_en": "Example topic", "kind": "talk", "abstract": "示例摘要。\n第二段。",
    "speakers": "示例讲者甲, 示例大学, 教授, one@example.test\n示例讲者乙，示例公司", "proposer": "示例申报人",
    "organisation": "示例（虚构）大学", "school": UNIVERSITY, "contact": "proposer@example.test", "agreed": "y",
}  # fmt: skip


def wall(moment: datetime) -> str:
    return moment.astimezone(zone()).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def office(app: Flask) -> dict[str, Any]:
    """An open call with two reviewers, one of them of the school that will propose."""
    with unit_of_work() as session:
        congress = make_congress(session)
        make_forum(session, congress, "opening")
        make_reference(session)
        organiser = make_user(session, "organiser")
        headers = make_token(session, organiser)
        for name, code in (("own", UNIVERSITY), ("other", OTHER_UNIVERSITY)):
            make_user(session, "school", email=f"{name}@congress.test", kind="school", code=code)
        make_user(session, "alumnus", email="proposer@example.test")
    client = signed_in(app, "organiser@congress.test")
    now = datetime.now(UTC)
    form = {
        "slug": "topics", "title_zh": "示例征集", "title_en": "Example call", "track": "invest",
        "opens_at": wall(now - timedelta(hours=1)), "closes_at": wall(now + timedelta(days=3)),
        "criteria": "契合, Fits, 3\n质量, Quality, 1", "reviewers": "own@congress.test\nother@congress.test",
    }  # fmt: skip
    assert client.post("/console/topic-calls/new", data=form).status_code == 302
    assert client.post("/console/topic-calls/topics/open").status_code == 302
    return {"client": client, "headers": headers, "form": form}


def letters(event: str) -> list[Message]:
    with reading() as session:
        return list(session.scalars(select(Message).where(Message.event == event).order_by(Message.id)))


def code_in(text: str, place: str) -> str:
    found = re.search(rf"/calls/{place}/([0-9A-Z]+)", text)
    assert found, text
    return found[1]


def propose(client: FlaskClient, **more: str) -> str:
    """Propose as somebody without a login; the code from the message."""
    answer = client.post("/calls/topics", data=TOPIC | more)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return code_in(letters("calls.received")[-1].text, "proposals")


def public_id(office: dict[str, Any]) -> str:
    answer = office["client"].get("/api/v1/congresses/2036/topic-calls/topics/proposals", headers=office["headers"])
    return answer.json["items"][0]["id"]


def accept(office: dict[str, Any], status: int = 302, **more: str) -> str:
    proposal = public_id(office)
    form = {"reason": "契合大会主题", "starts_at": "2036-11-20T15:00", "minutes": "40", "room": "示例厅", "forum": ""}
    answer = office["client"].post(f"/console/proposals/{proposal}/accept", data=form | more)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return proposal


def test_somebody_without_a_login_comes_back_by_the_code_of_the_message(office: dict[str, Any], app: Flask) -> None:
    client = app.test_client()
    assert "示例征集" in client.get("/calls?lang=zh").get_data(as_text=True)
    code = propose(client)
    assert client.get(f"/calls?code={code.lower()}").status_code == 302
    page = client.get(f"/calls/proposals/{code}").get_data(as_text=True)
    assert "示例议题：先进材料" in page
    changed = TOPIC | {"title_zh": "示例议题：改过", "speakers": "示例讲者丙"}
    assert client.post(f"/calls/proposals/{code}", data=changed).status_code == 302
    page = client.get(f"/calls/proposals/{code}").get_data(as_text=True)
    assert "示例议题：改过" in page
    assert "示例讲者甲" not in page
    assert client.post(f"/calls/proposals/{code}/withdraw").status_code == 302
    assert client.post(f"/calls/proposals/{code}", data=changed).status_code == 409
    assert client.get("/calls/proposals/0000000000000000").status_code == 404


def test_somebody_signed_in_finds_their_proposals_without_a_code(office: dict[str, Any], app: Flask) -> None:
    client = signed_in(app, "proposer@example.test")
    propose(client)
    proposal = public_id(office)
    assert proposal in client.get("/calls").get_data(as_text=True)
    assert client.get(f"/calls/proposals/{proposal}").status_code == 200
    assert signed_in(app, "other@congress.test").get(f"/calls/proposals/{proposal}").status_code == 404
    assert app.test_client().get(f"/calls/proposals/{proposal}").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"contact": "nobody"}, "邮箱"),
        ({"speakers": "a, b, c, not-an-address"}, "邮箱"),
        ({"speakers": "甲\n甲"}, "重复"),
        ({"speakers": ", 示例大学"}, "每行一人"),
        ({"school": "没有的学校"}, "没有这所学校"),
        ({"agreed": ""}, "必填"),
        ({"title_zh": "བོད"}, "无法打印"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    office: dict[str, Any], app: Flask, wrong: dict[str, str], said: str
) -> None:
    answer = app.test_client().post("/calls/topics?lang=zh", data=TOPIC | wrong)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "示例摘要" in page
    assert letters("calls.received") == []
    assert said in page


def test_a_call_takes_proposals_only_while_it_is_open(office: dict[str, Any], app: Flask) -> None:
    code = propose(app.test_client())
    assert office["client"].post("/console/topic-calls/topics/closed").status_code == 302
    assert app.test_client().post("/calls/topics", data=TOPIC).status_code == 409
    assert app.test_client().post(f"/calls/proposals/{code}", data=TOPIC).status_code == 409
    assert office["client"].post("/console/topic-calls/topics/closed").status_code == 409
    assert office["client"].post("/console/topic-calls/topics/open").status_code == 302
    assert app.test_client().post("/calls/topics", data=TOPIC).status_code == 302


def test_a_draft_is_nobodys_business(office: dict[str, Any], app: Flask) -> None:
    draft = office["form"] | {"slug": "draft", "title_zh": "示例草稿"}
    assert office["client"].post("/console/topic-calls/new", data=draft).status_code == 302
    assert "示例草稿" not in app.test_client().get("/calls").get_data(as_text=True)
    assert app.test_client().get("/calls/draft").status_code == 404
    assert app.test_client().post("/calls/draft", data=TOPIC).status_code == 404
    assert office["client"].post("/console/topic-calls/new", data=draft).status_code == 409


@pytest.mark.one_database
def test_calls_are_those_of_the_congress_that_is_planned(office: dict[str, Any], app: Flask) -> None:
    with unit_of_work() as session:
        make_congress(session, slug="2037").released = False
    client = office["client"]
    assert client.post("/console/congresses/choose", data={"congress": "2037"}).status_code == 302
    assert "示例征集" not in client.get("/console/topic-calls").get_data(as_text=True)
    assert client.get("/console/topic-calls/topics").status_code == 404
    coming = office["form"] | {"title_zh": "来年征集"}
    assert client.post("/console/topic-calls/new", data=coming).status_code == 302
    assert client.post("/console/topic-calls/topics/open").status_code == 302
    page = client.get("/console/topic-calls/topics").get_data(as_text=True)
    assert "来年征集" in page
    assert "未公开" in page
    public = app.test_client().get("/calls").get_data(as_text=True)
    assert "示例征集" in public
    assert "来年征集" not in public


@pytest.mark.parametrize(
    "wrong",
    [{"reviewers": "stranger@congress.test"}, {"criteria": "契合, Fits"}, {"criteria": "契合, Fits, 0"},
     {"closes_at": "2020-01-01T00:00"}, {"slug": "Not A Slug"}],
)  # fmt: skip
def test_a_wrong_call_is_refused(office: dict[str, Any], wrong: dict[str, str]) -> None:
    assert office["client"].post("/console/topic-calls/topics/edit", data=office["form"] | wrong).status_code == 422


def test_nobody_scores_a_proposal_of_their_own_school(office: dict[str, Any], app: Flask) -> None:
    propose(app.test_client())
    proposal = public_id(office)
    own, other = signed_in(app, "own@congress.test"), signed_in(app, "other@congress.test")
    scores = {"score_0": "5", "score_1": "1", "comment": "示例评语"}
    assert own.post(f"/reviews/{proposal}", data=scores).status_code == 403
    assert other.post(f"/reviews/{proposal}", data=scores | {"score_0": "6"}).status_code == 422
    assert other.post(f"/reviews/{proposal}", data=scores).status_code == 302
    assert other.post(f"/reviews/{proposal}", data=scores | {"score_0": "4"}).status_code == 302
    assert office["client"].get(f"/reviews/{proposal}").status_code == 404, "no reviewer of this call"
    assert app.test_client().get("/reviews").status_code == 302
    page = office["client"].get(f"/console/proposals/{proposal}?lang=zh").get_data(as_text=True)
    assert "3.25" in page
    assert "示例评语" in page
    ranking = office["client"].get("/console/topic-calls/topics?lang=zh").get_data(as_text=True)
    assert "得分算法" in ranking
    fewer = office["form"] | {"criteria": "契合, Fits, 3"}
    assert office["client"].post("/console/topic-calls/topics/edit", data=fewer).status_code == 422


def test_an_accepted_topic_becomes_a_draft_and_its_speakers_answer_once(office: dict[str, Any], app: Flask) -> None:
    propose(app.test_client())
    proposal = accept(office)
    with reading() as session:
        [item] = sessions_of(session, the_congress(session).id)
        assert (item.title_zh, item.released, [one.name for one in item.speakers]) == (
            "示例议题：先进材料", False, ["示例讲者甲", "示例讲者乙"],
        )  # fmt: skip
        assert item.speakers[0].organisation == "示例大学"
        assert item.ends_at - item.starts_at == timedelta(minutes=40)
    asked = letters("calls.speaker")
    assert [one.address for one in asked] == ["one@example.test", "proposer@example.test"]
    code = code_in(asked[0].text, "speaking")
    speaker = app.test_client()
    assert "示例讲者甲" in speaker.get(f"/calls/speaking/{code}").get_data(as_text=True)
    assert speaker.post(f"/calls/speaking/{code}", data={"answer": "perhaps"}).status_code == 422
    assert speaker.post(f"/calls/speaking/{code}", data={"answer": "confirmed"}).status_code == 302
    assert speaker.post(f"/calls/speaking/{code}", data={"answer": "declined"}).status_code == 409
    assert speaker.get("/calls/speaking/0000000000000000").status_code == 404
    page = office["client"].get(f"/console/proposals/{proposal}?lang=zh").get_data(as_text=True)
    assert "确认出席" in page
    assert "已邀请，未回复" in page
    assert "契合大会主题" in letters("calls.decided")[-1].text
    accept(office, 409)


def test_a_topic_that_fits_nowhere_is_not_accepted_by_half(office: dict[str, Any], app: Flask) -> None:
    propose(app.test_client())
    accept(office, 422, minutes="0")
    accept(office, 422, forum="nowhere")
    assert letters("calls.speaker") == []
    with reading() as session:
        assert sessions_of(session, the_congress(session).id) == []


def test_a_topic_is_turned_down_with_a_reason_and_may_move_up_later(office: dict[str, Any], app: Flask) -> None:
    propose(app.test_client())
    proposal = public_id(office)
    client = office["client"]
    assert client.post(f"/console/proposals/{proposal}/reject", data={"no-reason": ""}).status_code == 422
    assert client.post(f"/console/proposals/{proposal}/reject", data={"no-reason": "示例理由"}).status_code == 302
    assert "示例理由" in letters("calls.decided")[-1].text
    assert client.post(f"/console/proposals/{proposal}/reject", data={"no-reason": "again"}).status_code == 409
    accept(office)


def test_programs_read_the_calls_and_the_ranking(office: dict[str, Any], app: Flask) -> None:
    propose(app.test_client())
    calls = app.test_client().get("/api/v1/congresses/2036/topic-calls").json["items"]
    assert [(one["slug"], one["open"], one["track"]) for one in calls] == [("topics", True, "invest")]
    ranking = app.test_client().get(
        "/api/v1/congresses/2036/topic-calls/topics/proposals?limit=1", headers=office["headers"]
    )
    [one] = ranking.json["items"]
    assert (one["place"], one["score"], one["state"], one["school"]) == (None, None, "submitted", UNIVERSITY)


@pytest.mark.parametrize("before", list(ProposalState))
@pytest.mark.parametrize("after", list(ProposalState))
def test_a_proposal_goes_only_where_the_table_leads(before: ProposalState, after: ProposalState) -> None:
    proposal = Proposal(state=before)
    if after in PROPOSAL_TRANSITIONS[before]:
        proposal.move_to(after)
        assert proposal.state == after
    else:
        with pytest.raises(ValueError, match="does not lead"):
            proposal.move_to(after)
