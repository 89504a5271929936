"""What a recorded intention does to filings, in the transaction that recorded it."""

from sqlalchemy.orm import Session

from congress.filings.actions import link_filings
from congress.signing.events import IntentionsWritten


def find_filings(session: Session, event: IntentionsWritten) -> None:
    """Link what was filed before to what was recorded now."""
    link_filings(session, event.congress_id, event.intention_ids, by=event.by, now=event.at)
