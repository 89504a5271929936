"""What a recorded intention does to filings, in the transaction that recorded it."""

from sqlalchemy.orm import Session

from congress.filings.actions import link_filings, move_links
from congress.signing.events import IntentionsMerged, IntentionsWritten


def find_filings(session: Session, event: IntentionsWritten) -> None:
    """Link what was filed before to what was recorded now."""
    link_filings(session, event.congress_id, event.intention_ids, by=event.by, now=event.at)


def follow_kept(session: Session, event: IntentionsMerged) -> None:
    """What was filed for a record that goes stands behind the one that stays."""
    move_links(session, event.kept_id, event.gone_id, by=event.by, now=event.at)
