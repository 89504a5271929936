"""A call for topics, as far as a test needs it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from congress.calls.actions import Named, move_call, propose_topic, save_call
from congress.calls.models import ProposedSpeaker
from congress.calls.rules import Criterion
from congress.calls.states import CallState, SpeakerState
from congress.foundation.access import NOBODY, SYSTEM
from congress.foundation.ids import digest
from congress.programme.models import Congress


def make_call_for_topics(session: Session, congress: Congress, reviewer: str) -> dict[str, str]:
    """A call with a reviewer, a proposal in it, and a speaker who is asked; the parts of their addresses."""
    now = datetime.now(UTC)
    facts = dict.fromkeys(("title_en", "text_zh", "text_en"), "") | {"slug": "topics", "title_zh": "示例征集"}
    times = {"track_id": None, "opens_at": now - timedelta(hours=1), "closes_at": now + timedelta(days=1)}
    topic = {"title_zh": "示例议题", "title_en": "", "abstract": "示例", "kind": "talk", "proposer": "示例申报人",
             "organisation": "示例单位", "contact": "proposer@congress.test", "language": "zh"}  # fmt: skip
    call = save_call(
        session, congress, None, facts | times, [Criterion("质量", "Quality", 1)], [reviewer], by=SYSTEM, now=now
    )
    move_call(session, call, CallState.OPEN, by=SYSTEM, now=now)
    proposal, code = propose_topic(session, call, topic, [Named("示例讲者乙")], by=NOBODY, now=now)
    session.add(
        ProposedSpeaker(
            proposal_id=proposal.id, name="示例讲者丙", state=SpeakerState.INVITED, code_digest=digest("SPEAK")
        )
    )
    return {"topics": "topics", "proposal": proposal.public_id, "proposal_code": code, "speaker_code": "SPEAK"}
