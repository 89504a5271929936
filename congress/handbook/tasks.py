"""Long work of the handbook."""

from congress.foundation.jobs import job
from congress.handbook import printing


@job(printing.WORK)
def print_badges(batch_id: int) -> None:
    """Draw a batch of badges; safe to run twice, since a batch is leased."""
    printing.print_badges(batch_id)
