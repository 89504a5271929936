"""The proposals of a call in the order of their scores."""

from fractions import Fraction

from sqlalchemy.orm import Session

from congress.calls.models import Proposal, TopicCall
from congress.calls.queries import proposals_of
from congress.calls.rules import Scored, ranked, score_of


def ranking_of(session: Session, call: TopicCall) -> list[tuple[int | None, Proposal, Fraction | None]]:
    """(place, proposal, score), the best first."""
    proposals = {one.id: one for one in proposals_of(session, call.id)}
    scored = [
        Scored(id=one.id, reviews=[review.scores for review in one.reviews], made_at=one.made_at)
        for one in proposals.values()
    ]
    judged = call.judged
    return [(place, proposals[one.id], score_of(judged, one.reviews)) for place, one in ranked(judged, scored)]
