"""Long work about attendance."""

from congress.attendance import production
from congress.foundation.jobs import job


@job(production.WORK)
def draw_list(batch_id: int) -> None:
    """Draw the attendance list; safe to run twice, since a batch is leased."""
    production.draw_list(batch_id)
