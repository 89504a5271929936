"""Long work of the handbook."""

from congress.foundation.jobs import job
from congress.handbook import printing, production


@job(printing.WORK)
def print_badges(batch_id: int) -> None:
    """Draw a batch of badges; safe to run twice, since a batch is leased."""
    printing.print_badges(batch_id)


@job(production.WORK)
def print_paper(batch_id: int) -> None:
    """Draw a handbook, a grid, cards or another paper; safe to run twice, since a batch is leased."""
    production.print_paper(batch_id)
