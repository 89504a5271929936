"""Opening a call, proposing, scoring, deciding, and the speakers' answers. Start reading at `propose_topic`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from congress.accounts.queries import user_by_address
from congress.calls.errors import CallNotOpen, TooNear
from congress.calls.messages import invite_to_speak, tell_decided, tell_received
from congress.calls.models import Proposal, ProposedSpeaker, Review, TopicCall
from congress.calls.queries import proposals_of
from congress.calls.rules import Criterion, is_partial
from congress.calls.states import (
    CALL_TRANSITIONS,
    PROPOSAL_TRANSITIONS,
    SPEAKER_TRANSITIONS,
    CallState,
    ProposalState,
    SpeakerState,
)
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.db import unique_or
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _
from congress.foundation.ids import digest, new_id, random_text
from congress.programme.errors import SlugTaken
from congress.programme.models import Congress
from congress.programme.queries import speakers_by_name
from congress.programme.sessions import StoredSession, save_session
from congress.schools.queries import resolve_school

CALL_FACTS = ("slug", "title_zh", "title_en", "text_zh", "text_en", "track_id", "opens_at", "closes_at")
PROPOSAL_FACTS = ("title_zh", "title_en", "abstract", "kind", "proposer", "organisation")
CODE_LENGTH = 16  # of five bits each


@dataclass(frozen=True)
class Named:
    """A speaker as somebody proposed them."""

    name: str
    organisation: str = ""
    title: str = ""
    email: str | None = None


def save_call(
    session: Session, congress: Congress, call: TopicCall | None, facts: Mapping[str, Any],
    criteria: Sequence[Criterion], reviewers: Sequence[str], *, by: Actor, now: datetime,
) -> TopicCall:  # fmt: skip
    """Make a call, or change one: CALL_FACTS, what is judged, and the reviewers by their addresses.

    Raises:
        Invalid: it ends before it begins; somebody has no account; the criteria changed after somebody scored.
        SlugTaken: another call has this short name.
    """
    if facts["opens_at"] >= facts["closes_at"]:
        raise Invalid.field("closes_at", _("The end must be after the start."))
    found = {address: user_by_address(session, address) for address in reviewers}
    missing = [address for address, user in found.items() if user is None]
    if missing:
        raise Invalid.field("reviewers", _("Nobody has an account with %(address)s.", address=", ".join(missing)))
    made = call or TopicCall(congress_id=congress.id, created_at=now, criteria=[], reviewers=[])
    judged = [{"zh": one.zh, "en": one.en, "weight": one.weight} for one in criteria]
    if call is not None and len(judged) != len(call.criteria) and _has_reviews(session, call):
        raise Invalid.field("criteria", _("Somebody has scored already: their number cannot change any more."))
    for name in CALL_FACTS:
        setattr(made, name, facts[name])
    made.criteria = judged
    made.reviewers = [user for user in found.values() if user is not None]
    with unique_or(session, SlugTaken()):
        session.add(made)
    record(session, by, "topics.saved", "topic_call", made.slug, now=now)
    return made


def _has_reviews(session: Session, call: TopicCall) -> bool:
    return any(proposal.reviews for proposal in proposals_of(session, call.id))


def move_call(session: Session, call: TopicCall, state: CallState, *, by: Actor, now: datetime) -> None:
    """Open or close a call; raises StateRefused."""
    if state not in CALL_TRANSITIONS[CallState(call.state)]:
        raise StateRefused
    call.move_to(state)
    record(session, by, f"topics.{state}", "topic_call", call.slug, now=now)


def propose_topic(
    session: Session, call: TopicCall, facts: Mapping[str, Any], speakers: Sequence[Named], *, by: Actor, now: datetime
) -> tuple[Proposal, str]:
    """A new proposal and the code by which its proposer comes back, which is told this once.

    Raises:
        CallNotOpen: the call takes none now.
        Invalid: there is no such school.
    """
    if not call.takes_proposals(now):
        raise CallNotOpen
    code = random_text(CODE_LENGTH)
    proposal = Proposal(
        public_id=new_id(), call=call, code_digest=digest(code), user_id=by.user_id, contact=facts["contact"],
        language=facts["language"], made_at=now, changed_at=now, state=ProposalState.SUBMITTED, speakers=[], reviews=[],
    )  # fmt: skip
    _fill(session, proposal, facts, speakers)
    session.add(proposal)
    session.flush()
    record(session, by, "proposal.made", "proposal", proposal.public_id, now=now)
    tell_received(session, proposal, code, now=now)
    return proposal, code


def _fill(session: Session, proposal: Proposal, facts: Mapping[str, Any], speakers: Sequence[Named]) -> None:
    for name in PROPOSAL_FACTS:
        setattr(proposal, name, facts[name])
    school = resolve_school(session, facts["school"]) if facts.get("school") else None
    if facts.get("school") and school is None:
        raise Invalid.field("school", _("There is no such school; leave it empty if you are none."))
    proposal.school = school
    proposal.speakers = [
        ProposedSpeaker(
            name=one.name, organisation=one.organisation, title=one.title, email=one.email, state=SpeakerState.NAMED
        )
        for one in speakers
    ]


def change_proposal(
    session: Session, proposal: Proposal, facts: Mapping[str, Any], speakers: Sequence[Named], *, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """Change one's own proposal while the call is open; raises CallNotOpen, StateRefused, Invalid."""
    if proposal.state != ProposalState.SUBMITTED:
        raise StateRefused
    if not proposal.call.takes_proposals(now):
        raise CallNotOpen
    for speaker in proposal.speakers:
        session.delete(speaker)
    session.flush()
    _fill(session, proposal, facts, speakers)
    proposal.changed_at = now
    session.flush()
    record(session, by, "proposal.changed", "proposal", proposal.public_id, now=now)


def withdraw_proposal(session: Session, proposal: Proposal, *, by: Actor, now: datetime) -> None:
    """Take one's own proposal back; raises StateRefused."""
    _move(proposal, ProposalState.WITHDRAWN)
    record(session, by, "proposal.withdrawn", "proposal", proposal.public_id, now=now)


def _move(proposal: Proposal, state: ProposalState) -> None:
    if state not in PROPOSAL_TRANSITIONS[ProposalState(proposal.state)]:
        raise StateRefused
    proposal.move_to(state)


def stands_too_near(actor: Actor, proposal: Proposal) -> bool:
    """Whether the actor is of the proposal's school, or made it."""
    return is_partial(
        school=proposal.school.code if proposal.school else None, schools=actor.scopes("school", "school"),
        proposer=proposal.user_id, user=actor.user_id, contact=proposal.contact, addresses=actor.addresses,
    )  # fmt: skip


def score_proposal(
    session: Session, proposal: Proposal, scores: Sequence[int], comment: str, *, by: Actor, now: datetime
) -> None:
    """Score a proposal, or change one's scores, until it is decided.

    Raises:
        TooNear: it is of the reviewer's own school, or their own.
        StateRefused: it is decided.
    """
    if stands_too_near(by, proposal):
        raise TooNear
    if proposal.state != ProposalState.SUBMITTED:
        raise StateRefused
    review = next((one for one in proposal.reviews if one.user_id == by.user_id), None)
    if review is None:
        review = Review(proposal_id=proposal.id, user_id=by.user_id)
        session.add(review)
    review.scores, review.comment, review.at = list(scores), comment, now
    session.flush()
    record(session, by, "proposal.scored", "proposal", proposal.public_id, now=now)


def reject_proposal(session: Session, proposal: Proposal, reason: str, *, by: Actor, now: datetime) -> None:
    """Turn it down, and say why; raises StateRefused."""
    _move(proposal, ProposalState.REJECTED)
    _decide(session, proposal, reason, by=by, now=now)


def accept_proposal(
    session: Session, congress: Congress, proposal: Proposal, reason: str, slot: Mapping[str, Any], *, by: Actor,
    now: datetime,
) -> StoredSession:  # fmt: skip
    """Take it into the plan as a draft and ask its speakers; `slot` has `starts_at`, `ends_at`, `room`, `forum`.

    Raises:
        StateRefused: it was taken back, or is in the plan already.
        Invalid, NoSuchForum, ClashRefused: the plan does not take it there.
    """
    _move(proposal, ProposalState.ACCEPTED)
    names = [one.name for one in proposal.speakers]
    facts = {
        "title_zh": proposal.title_zh, "title_en": proposal.title_en, "kind": proposal.kind,
        "abstract": proposal.abstract, "speakers": names, "released": False,
    }  # fmt: skip
    stored = save_session(session, congress, None, facts | dict(slot), by=by, now=now)
    known = speakers_by_name(session, congress.id, names)
    for one in proposal.speakers:
        speaker = known[one.name]
        # what organisers wrote about somebody they know already stays
        speaker.organisation, speaker.title = speaker.organisation or one.organisation, speaker.title or one.title
        _ask(session, one, proposal, now=now)
    proposal.session_key = stored.item.key
    _decide(session, proposal, reason, by=by, now=now)
    return stored


def _decide(session: Session, proposal: Proposal, reason: str, *, by: Actor, now: datetime) -> None:
    proposal.reason, proposal.decided_by, proposal.changed_at = reason, by.display_name[:120], now
    session.flush()
    record(session, by, f"proposal.{proposal.state}", "proposal", proposal.public_id, now=now)
    tell_decided(session, proposal, now=now)


def _ask(session: Session, speaker: ProposedSpeaker, proposal: Proposal, *, now: datetime) -> None:
    code = random_text(CODE_LENGTH)
    speaker.code_digest = digest(code)
    speaker.move_to(SpeakerState.INVITED)
    invite_to_speak(session, speaker, proposal, code, now=now)


def answer_invitation(
    session: Session, speaker: ProposedSpeaker, state: SpeakerState, *, by: Actor, now: datetime
) -> None:
    """The speaker's answer, once; raises StateRefused when it has been given."""
    if state not in SPEAKER_TRANSITIONS[SpeakerState(speaker.state)]:
        raise StateRefused
    speaker.move_to(state)
    speaker.answered_at = now
    record(session, by, f"speaker.{state}", "proposal", speaker.proposal.public_id, now=now)
