"""What proposers and speakers are told."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.calls.models import Proposal, ProposedSpeaker
from congress.calls.states import PROPOSAL_NAMES, ProposalState
from congress.foundation.i18n import _l, in_language, pick
from congress.foundation.pages import local_time, public_link
from congress.notifications.actions import Recipient, send_message
from congress.notifications.kinds import message_kind

RECEIVED = message_kind(
    "calls.received",
    subject=_l("We have your proposal: %(title)s"),
    long=_l(
        "Dear %(name)s,\n\nwe have received your proposal “%(title)s”. Until %(until)s you can read, change or "
        "take it back here:\n%(link)s\n\nor with this code on the page of the calls: %(code)s\n"
    ),
    short=_l("[Alumni congress] We have your proposal, code %(code)s: %(link)s"),
)
DECIDED = message_kind(
    "calls.decided",
    subject=_l("Your proposal: %(state)s"),
    long=_l("Dear %(name)s,\n\nabout your proposal “%(title)s”: %(state)s.\n%(reason)s\n"),
    short=_l("[Alumni congress] Your proposal: %(state)s."),
)
SPEAKER = message_kind(
    "calls.speaker",
    subject=_l("Please speak at the congress: %(title)s"),
    long=_l(
        "Dear %(name)s,\n\nthe topic “%(title)s” has been accepted, and you are named as a speaker. "
        "Please confirm or decline here; the link is yours alone:\n%(link)s\n"
    ),
    short=_l("[Alumni congress] %(name)s is asked to speak; please answer: %(link)s"),
    promotional=True,
)


def _proposer(proposal: Proposal) -> Recipient:
    mail = "@" in proposal.contact
    return Recipient(
        email=proposal.contact if mail else None, phone=None if mail else proposal.contact, language=proposal.language
    )


def _title(proposal: Proposal) -> str:
    return pick(proposal.title_zh, proposal.title_en)


def tell_received(session: Session, proposal: Proposal, code: str, *, now: datetime) -> None:
    """The way back to one's own proposal; this message alone holds the code."""
    with in_language(proposal.language):
        link, title, until = public_link("calls.own", key=code), _title(proposal), local_time(proposal.call.closes_at)
        text = RECEIVED.text(name=proposal.proposer, title=title, until=until, link=link, code=code)
        send_message(session, _proposer(proposal), RECEIVED.key, text, now=now)


def tell_decided(session: Session, proposal: Proposal, *, now: datetime) -> None:
    """Accepted or not, with the reason."""
    with in_language(proposal.language):
        title, state = _title(proposal), str(PROPOSAL_NAMES[ProposalState(proposal.state)])
        text = DECIDED.text(name=proposal.proposer, title=title, state=state, reason=proposal.reason)
        send_message(session, _proposer(proposal), DECIDED.key, text, now=now)


def invite_to_speak(
    session: Session, speaker: ProposedSpeaker, proposal: Proposal, code: str, *, now: datetime
) -> None:
    """Ask the speaker; whoever has no address of their own is asked through the proposer."""
    own = Recipient(email=speaker.email, phone=None, language=proposal.language)
    with in_language(proposal.language):
        title, link = _title(proposal), public_link("calls.speaking", code=code)
        text = SPEAKER.text(name=speaker.name, title=title, link=link)
        send_message(session, own if speaker.email else _proposer(proposal), SPEAKER.key, text, now=now)
