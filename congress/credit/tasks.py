"""What the ledger does by itself."""

from congress.credit.handing_out import hand_out_checkpoint
from congress.credit.keys import board_key
from congress.foundation import clock
from congress.foundation.db import unit_of_work
from congress.foundation.jobs import job
from congress.programme.queries import all_congresses


@job("credit.hand_out_checkpoints", every=3600)
def hand_out() -> int:
    """Send each congress's checkpoint to schools and places once a day, if its ledger has grown. Safe to run twice."""
    with unit_of_work() as session:
        return sum(
            hand_out_checkpoint(session, congress, board_key(), now=clock.now()) for congress in all_congresses(session)
        )
