"""Plans, their blocks, seats out of use, and who sits where."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.db import Base
from congress.programme.models import Category, Forum, Speaker
from congress.registration.models import Registration
from congress.seating.rules import Spot, Zone
from congress.seating.states import TRANSITIONS, BlockKind, PlanState


class SeatingPlan(Base):
    """The plan of one forum."""

    __tablename__ = "seating_plans"

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), index=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), unique=True)
    state: Mapped[str] = mapped_column(String(10), default=PlanState.DRAFT)
    proposed_by: Mapped[int | None]
    proposed_name: Mapped[str] = mapped_column(String(120), default="")
    released_name: Mapped[str] = mapped_column(String(120), default="")
    released_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]

    forum: Mapped[Forum] = relationship(lazy="raise")
    blocks: Mapped[list["SeatBlock"]] = relationship(lazy="raise", order_by="SeatBlock.position, SeatBlock.id")
    guests: Mapped[list["SeatGuest"]] = relationship(lazy="raise", order_by="SeatGuest.id")

    def move_to(self, new: PlanState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in TRANSITIONS[PlanState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new


class SeatBlock(Base):
    """Seats that belong together, and whom they are for; row 1 is the one at the front."""

    __tablename__ = "seat_blocks"
    __table_args__ = (CheckConstraint("seat_rows >= 1 AND seat_columns >= 1", name="size"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("seating_plans.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60), default="")
    seat_rows: Mapped[int]
    seat_columns: Mapped[int]
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    most_rank: Mapped[int | None]

    category: Mapped[Category | None] = relationship(lazy="raise")
    closed: Mapped[list["ClosedSeat"]] = relationship(lazy="raise")

    def zone(self, *, without: frozenset[Spot] = frozenset()) -> Zone:
        """What the rules know of it; `without` are further seats that cannot be given."""
        return Zone(
            id=self.id, kind=BlockKind(self.kind), rows=self.seat_rows, columns=self.seat_columns,
            category=self.category_id, most_rank=self.most_rank, closed=self.closed_spots | without,
        )  # fmt: skip

    @property
    def closed_spots(self) -> frozenset[Spot]:
        return frozenset((seat.seat_row, seat.seat_column) for seat in self.closed)

    def holds(self, row: int, column: int) -> bool:
        return 1 <= row <= self.seat_rows and 1 <= column <= self.seat_columns


class ClosedSeat(Base):
    """A seat that cannot be used: a camera stands there, a view is blocked."""

    __tablename__ = "closed_seats"

    block_id: Mapped[int] = mapped_column(ForeignKey("seat_blocks.id", ondelete="CASCADE"), primary_key=True)
    seat_row: Mapped[int] = mapped_column(primary_key=True)
    seat_column: Mapped[int] = mapped_column(primary_key=True)


class SeatGuest(Base):
    """What was decided about somebody of the forum: a seat, a rank, where they belong."""

    __tablename__ = "seat_guests"
    __table_args__ = (
        UniqueConstraint("plan_id", "registration_id"),
        UniqueConstraint("plan_id", "speaker_id"),
        UniqueConstraint("block_id", "seat_row", "seat_column"),
        CheckConstraint("(registration_id IS NULL) <> (speaker_id IS NULL)", name="one_person"),
        CheckConstraint(
            "(block_id IS NULL) = (seat_row IS NULL) AND (block_id IS NULL) = (seat_column IS NULL)", name="whole_seat"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("seating_plans.id", ondelete="CASCADE"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), index=True)
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("speakers.id", ondelete="CASCADE"))
    # set by hand, 1 is the first; never computed
    rank: Mapped[int | None]
    # where they belong; nobody has said so where it is empty
    place: Mapped[str] = mapped_column(String(10), default="")
    block_id: Mapped[int | None] = mapped_column(ForeignKey("seat_blocks.id"))
    seat_row: Mapped[int | None]
    seat_column: Mapped[int | None]
    # a person chose the seat: the rules leave it alone
    by_hand: Mapped[bool] = mapped_column(default=False)

    registration: Mapped[Registration | None] = relationship(lazy="raise")
    speaker: Mapped[Speaker | None] = relationship(lazy="raise")

    @property
    def key(self) -> str:
        return key_of(registration=self.registration_id, speaker=self.speaker_id)

    @property
    def spot(self) -> Spot | None:
        return None if self.seat_row is None or self.seat_column is None else (self.seat_row, self.seat_column)

    def sit(self, block_id: int | None, spot: Spot | None) -> None:
        self.block_id = block_id
        self.seat_row, self.seat_column = spot or (None, None)


def key_of(*, registration: int | None = None, speaker: int | None = None) -> str:
    """How a plan calls somebody: `r12` is a registration, `s5` a speaker."""
    return f"s{speaker}" if registration is None else f"r{registration}"
