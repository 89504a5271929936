"""Calls for topics as JSON."""

from datetime import datetime

from flask import Blueprint

from congress.accounts.permissions import is_organiser
from congress.calls.queries import call_by_slug, public_calls
from congress.calls.ranking import ranking_of
from congress.foundation.access import PUBLIC
from congress.foundation.endpoint import Answer, Call, endpoint
from congress.foundation.errors import NotFound
from congress.foundation.pages import zone
from congress.foundation.paging import ListQuery, page_of
from congress.programme.queries import congress_by_slug, released_congress

blueprint = Blueprint("calls_api", __name__)
BASE = "/congresses/<slug>/topic-calls"


class TopicCallOut(Answer):
    slug: str
    title: dict[str, str]
    track: str | None
    opens_at: datetime
    closes_at: datetime
    open: bool


class TopicCallList(Answer):
    items: list[TopicCallOut]
    next: str | None = None


class ProposalOut(Answer):
    id: str
    # equals share a place; none yet without a score
    place: int | None
    score: float | None
    reviews: int
    title: dict[str, str]
    kind: str
    organisation: str
    school: str | None
    state: str
    session: str | None


class ProposalList(Answer):
    items: list[ProposalOut]
    next: str | None = None


@endpoint(blueprint, "GET", BASE, access=PUBLIC, query=ListQuery, answer=TopicCallList, errors=[NotFound])
def list_topic_calls(call: Call) -> TopicCallList:
    """The calls that have begun, by their last day."""
    congress = released_congress(call.session, call.path["slug"])
    found = public_calls(call.session, congress.id, now=call.now)
    page = page_of(found, limit=call.query.limit, cursor=call.query.cursor)
    items = [
        TopicCallOut(
            slug=one.slug, title={"zh": one.title_zh, "en": one.title_en}, track=one.track.slug if one.track else None,
            opens_at=one.opens_at.astimezone(zone()), closes_at=one.closes_at.astimezone(zone()),
            open=one.takes_proposals(call.now),
        )
        for one in page.items
    ]  # fmt: skip
    return TopicCallList(items=items, next=page.next)


@endpoint(
    blueprint, "GET", f"{BASE}/<topics>/proposals", access=is_organiser, scope="programme:read", query=ListQuery,
    answer=ProposalList,     errors=[NotFound],
)  # fmt: skip
def list_proposals(call: Call) -> ProposalList:
    """The proposals of a call, the best first: the mean over the reviewers of each one's weighted mean."""
    congress = congress_by_slug(call.session, call.path["slug"])
    found = call_by_slug(call.session, congress.id, call.path["topics"])
    page = page_of(ranking_of(call.session, found), limit=call.query.limit, cursor=call.query.cursor)
    items = [
        ProposalOut(
            id=one.public_id, place=place, score=round(float(score), 4) if score is not None else None,
            reviews=len(one.reviews), title={"zh": one.title_zh, "en": one.title_en}, kind=one.kind,
            organisation=one.organisation, school=one.school.code if one.school else None, state=one.state,
            session=one.session_key or None,
        )
        for place, one, score in page.items
    ]  # fmt: skip
    return ProposalList(items=items, next=page.next)
