"""The ceremony as it is looked at: one picture for the console, the host, the screens and the papers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from congress.ceremony.models import Ceremony, CeremonyBatch
from congress.ceremony.queries import arrived, ceremony_of
from congress.ceremony.rules import Line, all_agree, called_next, cue_of, is_left, presence_of
from congress.ceremony.states import Cue, Presence
from congress.foundation.i18n import pick
from congress.programme.models import Congress
from congress.signing.agreements import agreement_number
from congress.signing.models import Intention, Party
from congress.signing.states import PartyRole, Secrecy


@dataclass(frozen=True)
class Stander:
    """Somebody on the stage for a party; without a signatory the party stands for itself."""

    party: Party
    presence: Presence

    @property
    def name(self) -> str:
        return self.party.signatory or self.party.name

    @property
    def office(self) -> str:
        """What is said beside the name."""
        return " ".join(part for part in (self.party.name, self.party.post) if part) if self.party.signatory else ""


@dataclass(frozen=True)
class Act:
    """One agreement of the running order."""

    order: int
    number: str
    intention: Intention
    cue: Cue
    left: Sequence[Stander]
    right: Sequence[Stander]
    witnesses: Sequence[Stander]

    @property
    def people(self) -> Sequence[Stander]:
        return [*self.left, *self.right, *self.witnesses]

    @property
    def may_be_named(self) -> bool:
        """In the hall, as the stage moves."""
        return not self._is_secret and all_agree([one.party.may_name for one in [*self.left, *self.right]])

    @property
    def may_be_printed(self) -> bool:
        """On paper that guests take home."""
        return self.intention.secrecy == Secrecy.PUBLIC and self.may_be_named

    @property
    def may_tell_amount(self) -> bool:
        return not self._is_secret and all_agree([one.party.may_amount for one in [*self.left, *self.right]])

    @property
    def _is_secret(self) -> bool:
        return self.intention.secrecy == Secrecy.SECRET


@dataclass(frozen=True)
class Group:
    """A batch with its acts."""

    batch: CeremonyBatch
    acts: Sequence[Act]

    @property
    def title(self) -> str:
        return pick(self.batch.title_zh, self.batch.title_en)


@dataclass(frozen=True)
class Totals:
    """What has been signed on stage so far; the money is that of parties who agreed to have it told."""

    done: int
    told: int
    fen: int


@dataclass(frozen=True)
class Stage:
    """Everything."""

    ceremony: Ceremony | None
    groups: Sequence[Group] = field(default_factory=tuple)

    @property
    def acts(self) -> Iterator[Act]:
        return (act for group in self.groups for act in group.acts)

    def with_cue(self, cue: Cue) -> list[Act]:
        return [act for act in self.acts if act.cue is cue]

    @property
    def missing(self) -> int:
        """How many of those whom a gate would know are not in the building."""
        return sum(one.presence is Presence.AWAY for act in self.acts for one in act.people)

    @property
    def totals(self) -> Totals:
        done = self.with_cue(Cue.DONE)
        told = [
            act.intention
            for act in done
            if act.may_tell_amount and act.intention.yuan_fen and not act.intention.is_framework
        ]
        return Totals(len(done), len(told), sum(one.yuan_fen for one in told))


def stage_of(session: Session, congress: Congress, *, now: datetime) -> Stage:
    """The ceremony as it stands, with who is in the building; a fixed number of statements."""
    ceremony = ceremony_of(session, congress.id)
    if ceremony is None:
        return Stage(None)
    items = [item for batch in ceremony.batches for item in batch.items]
    known = {party.registration_id for item in items for party in item.intention.parties}
    here = arrived(session, congress.id, [one for one in known if one is not None], now=now)
    lines = {item.id: Line(item.id, item.batch_id, item.cue) for item in items}
    following = frozenset(called_next(list(lines.values()), whole_batch=False))
    order = {item.id: number for number, item in enumerate(items, start=1)}

    def stander(party: Party) -> Stander:
        return Stander(party, presence_of(party.registration_id, here))

    def act(item_id: int, intention: Intention) -> Act:
        people = [(party.role, stander(party)) for party in intention.parties]
        return Act(
            order[item_id], agreement_number(intention, congress), intention,
            cue_of(lines[item_id], ceremony.cue, following),
            left=[one for role, one in people if is_left(role)],
            right=[one for role, one in people if not is_left(role) and role != PartyRole.WITNESS],
            witnesses=[one for role, one in people if role == PartyRole.WITNESS],
        )  # fmt: skip

    return Stage(
        ceremony, [Group(batch, [act(item.id, item.intention) for item in batch.items]) for batch in ceremony.batches]
    )
