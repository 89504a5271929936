"""Likely doubles among the intentions of a congress: records that may be one project, known of several events."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, load_only, selectinload

from congress.schools.models import Division, Industry
from congress.signing.errors import NoSuchPair
from congress.signing.likeness import LIKELY, Sign, Traits, bare_name, likelihood, shared_signs
from congress.signing.models import Intention, IntentionSchool, NotSameProject, Party, Signature
from congress.signing.states import State
from congress.signing.traits import traits_of

# what one look proposes; when these are worked off, the next ones come
MOST = 200
# who is in so large a group shares too common a thing to be compared by it alone
LARGEST_GROUP = 60


@dataclass(frozen=True)
class Double:
    """Two records that may be one project, the older one first, and what they share."""

    one: Intention
    other: Intention
    signs: Sequence[Sign]

    @property
    def likelihood(self) -> int:
        return likelihood(self.signs)


def likely_doubles(session: Session, congress_id: int) -> list[Double]:
    """The likeliest first. Only records that share something telling are compared: not each with each."""
    intentions = {one.id: one for one in _standing(session, congress_id)}
    traits = {key: traits_of(one) for key, one in intentions.items()}
    apart = _told_apart(session, congress_id)
    found = [
        Double(intentions[one], intentions[other], shared_signs(traits[one], traits[other]))
        for one, other in sorted(_candidates(traits) - apart)
    ]  # fmt: skip
    likely = [double for double in found if double.likelihood >= LIKELY]
    return sorted(likely, key=lambda double: (-double.likelihood, double.one.id, double.other.id))[:MOST]


def _standing(session: Session, congress_id: int) -> Sequence[Intention]:
    return session.scalars(
        select(Intention)
        .where(Intention.congress_id == congress_id, Intention.state != State.ENDED)
        .options(
            joinedload(Intention.division).joinedload(Division.parent),
            joinedload(Intention.industry).load_only(Industry.code),
            selectinload(Intention.parties).load_only(Party.role, Party.name, Party.uscc, Party.intention_id),
        )
        .order_by(Intention.id)
    ).all()


def _candidates(traits: dict[int, Traits]) -> set[tuple[int, int]]:
    """Pairs of ids, the lower one first, that share a code, a name, a title, or how both begin in one prefecture."""
    groups: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
    for key, one in traits.items():
        for group in _groups(one):
            groups[group].add(key)
    telling = (group for group in groups.values() if len(group) <= LARGEST_GROUP)
    return {pair for group in telling for pair in combinations(sorted(group), 2)}


def _groups(one: Traits) -> Iterator[tuple[str, ...]]:
    for code in one.codes:
        yield "code", code
    for name in (*one.investors, one.title):
        bare = bare_name(name)
        yield "name", bare
        yield "begins", one.prefecture, bare[:3]


def _told_apart(session: Session, congress_id: int) -> set[tuple[int, int]]:
    rows = session.execute(
        select(NotSameProject.intention_id, NotSameProject.other_id)
        .join(Intention, Intention.id == NotSameProject.intention_id)
        .where(Intention.congress_id == congress_id)
    )
    return {(min(pair), max(pair)) for pair in rows.tuples()}


def pair_of(session: Session, congress_id: int, one: str, other: str, *, hold: bool = False) -> tuple[Intention, ...]:
    """Two different records that stand, in the order asked for; raises NoSuchPair.

    Held in the order of their ids, so that two who decide about the same pair follow one another.
    """
    statement = (
        select(Intention)
        .where(
            Intention.congress_id == congress_id, Intention.public_id.in_([one, other]),
            Intention.same_as_id.is_(None), Intention.state != State.ENDED,
        )
        .order_by(Intention.id)
    )  # fmt: skip
    if hold:
        session.execute(statement.with_only_columns(Intention.id).with_for_update()).all()
    found = {
        each.public_id: each
        for each in session.scalars(
            statement.options(
                joinedload(Intention.division).joinedload(Division.parent),
                joinedload(Intention.industry),
                selectinload(Intention.parties),
                selectinload(Intention.schools).joinedload(IntentionSchool.school),
                selectinload(Intention.signatures).options(load_only(Signature.at)),
            ).execution_options(populate_existing=hold)
        )
    }
    if one == other or len(found) != 2:  # noqa: PLR2004 -- a pair
        raise NoSuchPair
    return found[one], found[other]


def signs_of(one: Intention, other: Intention) -> list[Sign]:
    return shared_signs(traits_of(one), traits_of(other))


def records_of(session: Session, intention_id: int) -> Sequence[Intention]:
    """The other records of the same project that were made one with this one."""
    return session.scalars(select(Intention).where(Intention.same_as_id == intention_id).order_by(Intention.id)).all()
