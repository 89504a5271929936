"""A ceremony with one group."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from congress.ceremony.actions import add_batch, open_ceremony, place_agreements
from congress.ceremony.models import CeremonyBatch
from congress.foundation.access import SYSTEM
from congress.programme.models import Congress
from congress.signing.models import Intention


def make_ceremony(
    session: Session, congress: Congress, intentions: Sequence[Intention], *, title: str = "示例第一组"
) -> CeremonyBatch:
    """The agreements in a new group of the congress's ceremony."""
    now, ceremony = datetime.now(UTC), open_ceremony(session, congress)
    batch = add_batch(session, ceremony, title_zh=title, title_en="", by=SYSTEM, now=now)
    place_agreements(session, ceremony, intentions, batch.id, by=SYSTEM, now=now)
    return batch
