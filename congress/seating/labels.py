"""How a seat is called: in a row, at a table, on the platform."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from congress.foundation.i18n import _, pick
from congress.seating.models import SeatBlock
from congress.seating.queries import released_seats
from congress.seating.states import BlockKind


def seat_label(block: SeatBlock, row: int, column: int) -> str:
    """In the reader's language; rows count from the front, seats from the left as one sees the stage."""
    name = pick(block.name, block.name_en)
    if block.kind == BlockKind.ROWS or block.seat_rows > 1:
        return str(_("%(block)s, row %(row)s, seat %(seat)s", block=name, row=row, seat=column))
    return str(_("%(block)s, seat %(seat)s", block=name, seat=column))


def seat_labels(session: Session, registration_ids: Collection[int]) -> dict[tuple[int, int], str]:
    """(registration, forum) → the seat, in the reader's language, of plans that are released."""
    return {
        (registration, forum): seat_label(block, row, column)
        for registration, forum, block, row, column in released_seats(session, registration_ids)
    }
