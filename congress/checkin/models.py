"""Gates, scans and admissions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.accounts.models import User
from congress.checkin.rules import ONCE
from congress.checkin.states import GIVES_OUT, GateKind
from congress.foundation.append_only import append_only
from congress.foundation.db import Base
from congress.programme.models import Forum
from congress.registration.models import Registration

WHOLE_CONGRESS = 0


class Gate(Base):
    """A place where badges are scanned; without a forum it is a gate of the whole congress."""

    __tablename__ = "gates"
    __table_args__ = (UniqueConstraint("congress_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    slug: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forums.id"))
    re_entry: Mapped[bool] = mapped_column(default=False)
    # everybody enters once a day instead of once; all gates of one place agree on it
    daily: Mapped[bool] = mapped_column(default=False, server_default=false())
    # the one day of the programme on which it is open; none for any
    day: Mapped[date | None]
    kind: Mapped[str] = mapped_column(String(10), default=GateKind.ENTRY, server_default=GateKind.ENTRY)
    # half open; without a time it is open from the beginning, or to the end
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    # the last drill 演练: from, and to where it is over
    drill_since: Mapped[datetime | None]
    drill_until: Mapped[datetime | None]

    forum: Mapped[Forum | None] = relationship(lazy="raise")

    @property
    def target(self) -> int:
        """What one may enter once: the congress, a forum, or what this gate alone gives out (a number below nought)."""
        return -self.id if self.kind in GIVES_OUT else self.forum_id or WHOLE_CONGRESS


class Scan(Base):
    """One reading of one badge, as the device told it. Rows are only ever added, also those nobody can use."""

    __tablename__ = "scans"
    __table_args__ = (
        UniqueConstraint("congress_id", "device_scan_id"),
        Index(None, "badge_id", "target"),
        Index(None, "congress_id", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    device_scan_id: Mapped[str] = mapped_column(String(80))
    device: Mapped[str] = mapped_column(String(80))
    seq: Mapped[int]
    gate_told: Mapped[str] = mapped_column(String(60))
    gate_id: Mapped[int | None] = mapped_column(ForeignKey("gates.id"))
    target: Mapped[int | None]
    # whose entries it belongs to where everybody enters once a day (rules: EachDay), else nought
    day: Mapped[int] = mapped_column(default=ONCE, server_default=text("0"))
    token: Mapped[str] = mapped_column(String(300))
    badge_id: Mapped[int | None] = mapped_column(ForeignKey("badges.id"))
    offline: Mapped[bool]
    told_at: Mapped[str] = mapped_column(String(40))
    # the moment that counts: receipt for a scan made online, the corrected time for one made offline
    counted_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    result: Mapped[str] = mapped_column(String(20))
    flags: Mapped[list[Any]]


class Admission(Base):
    """The earliest valid scan of a badge for a target, or for a day of it; the unique key decides who was first."""

    __tablename__ = "admissions"
    __table_args__ = (UniqueConstraint("badge_id", "target", "day"), Index(None, "congress_id", "target", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    badge_id: Mapped[int] = mapped_column(ForeignKey("badges.id"))
    target: Mapped[int]
    day: Mapped[int] = mapped_column(default=ONCE, server_default=text("0"))
    scan_id: Mapped[int] = mapped_column(ForeignKey("scans.id"))
    at: Mapped[datetime]
    device: Mapped[str] = mapped_column(String(80))
    seq: Mapped[int]
    # of two scans made online, the one that was answered first stays the admission
    offline: Mapped[bool]
    gate_id: Mapped[int] = mapped_column(ForeignKey("gates.id"))


class GateDevice(Base):
    """A phone or a hand scanner's tablet that works at one gate at a time, known by a secret it was paired with."""

    __tablename__ = "gate_devices"
    __table_args__ = (Index(None, "gate_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    gate_id: Mapped[int] = mapped_column(ForeignKey("gates.id"))
    # what its scans are signed with, also after it was renamed or moved
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    # both secrets are kept as hashes; the link's is gone once it was used
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    link_until: Mapped[datetime]
    secret_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    paired_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    # admits alone, while cut off, the badges whose number mod `lanes` is `lane`; without lanes any badge
    lane: Mapped[int] = mapped_column(default=0)
    lanes: Mapped[int] = mapped_column(default=0)
    # slugs of all gates it ever worked at: scans of an earlier one may still be waiting on it
    gates_held: Mapped[list[Any]]
    # of a self-service kiosk: what its page asks for before it lets anybody out; as a hash, with the device's id in it
    kiosk_pin: Mapped[str | None] = mapped_column(String(64))
    # as it told at its last contact
    last_seen_at: Mapped[datetime | None]
    waiting: Mapped[int] = mapped_column(default=0)
    clock_offset: Mapped[int] = mapped_column(default=0)

    gate: Mapped[Gate] = relationship(lazy="raise")


class ConflictRuling(Base):
    """What the duty officer found about scans that cannot all be true; later scans open the matter anew."""

    __tablename__ = "conflict_rulings"
    __table_args__ = (Index(None, "congress_id", "badge_id", "target"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    badge_id: Mapped[int] = mapped_column(ForeignKey("badges.id"))
    target: Mapped[int]
    day: Mapped[int] = mapped_column(default=ONCE, server_default=text("0"))
    # of the scans that were looked at; a later one has not been
    last_scan_id: Mapped[int]
    reason: Mapped[str] = mapped_column(String(300))
    ruled_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ruled_at: Mapped[datetime]


class QuarantineRuling(Base):
    """What the duty officer found about one scan that nobody could use."""

    __tablename__ = "quarantine_rulings"

    id: Mapped[int] = mapped_column(primary_key=True)
    # once: whoever released it first did
    scan_id: Mapped[int] = mapped_column(ForeignKey("scans.id"), unique=True)
    # what the gate said of it when it was released; None where it was dismissed
    result: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(300))
    ruled_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ruled_at: Mapped[datetime]


class DrillScan(Base):
    """One reading while its gate rehearses. It counts for nothing and is wiped when the drill is over."""

    __tablename__ = "drill_scans"
    __table_args__ = (UniqueConstraint("gate_id", "device_scan_id"), Index(None, "congress_id", "target", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    gate_id: Mapped[int] = mapped_column(ForeignKey("gates.id"))
    device_scan_id: Mapped[str] = mapped_column(String(80))
    device: Mapped[str] = mapped_column(String(80))
    target: Mapped[int]
    # the badge's, where it is one of ours
    number: Mapped[int | None]
    at: Mapped[datetime]
    result: Mapped[str] = mapped_column(String(20))


class CompanionGroup(Base):
    """People who come together 同行: the leader's badge lets all of them in, each by an admission of their own."""

    __tablename__ = "companion_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    leader_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), unique=True)

    leader: Mapped[Registration] = relationship(lazy="raise")
    members: Mapped[list["Companion"]] = relationship(lazy="raise", cascade="all, delete-orphan")


class Companion(Base):
    """Somebody who comes with the leader of one party."""

    __tablename__ = "companions"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("companion_groups.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), unique=True)
    # registered by the leader, and not put into the party by the office: comes with them or not at all
    brought: Mapped[bool] = mapped_column(default=False, server_default=false())
    # whose guardian has agreed for them
    under_age: Mapped[bool] = mapped_column(default=False, server_default=false())

    registration: Mapped[Registration] = relationship(lazy="raise")


class ProtocolGuest(Base):
    """Somebody whom a liaison 联络员 brings in: never a red screen and never a welcome to read aloud."""

    __tablename__ = "protocol_guests"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), unique=True)
    liaison_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    # where one tap of the liaison marks the guest present
    gate_id: Mapped[int] = mapped_column(ForeignKey("gates.id"))

    registration: Mapped[Registration] = relationship(lazy="raise")
    liaison: Mapped[User] = relationship(lazy="raise")
    gate: Mapped[Gate] = relationship(lazy="raise")


class GateSupervisor(Base):
    """Somebody with the role of this gate who may also overrule it: the role stays what it is (CONTRACT: Roles)."""

    __tablename__ = "gate_supervisors"
    __table_args__ = (UniqueConstraint("gate_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gates.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    appointed_at: Mapped[datetime]


class UndoneEntry(Base):
    """An admission that was wrong and is none any more; the scans that made it stay."""

    __tablename__ = "undone_entries"
    __table_args__ = (Index(None, "congress_id", "target"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    badge_id: Mapped[int] = mapped_column(ForeignKey("badges.id"))
    target: Mapped[int]
    day: Mapped[int] = mapped_column(default=ONCE, server_default=text("0"))
    scan_id: Mapped[int] = mapped_column(ForeignKey("scans.id"))
    came_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300))
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime]


append_only(Scan.__table__)  # type: ignore[arg-type]  # a mapped class always has a Table
