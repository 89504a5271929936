"""Every question about intentions; who may see one is part of the question."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from congress.accounts.states import Role
from congress.foundation.access import Actor
from congress.programme.models import Congress
from congress.registration.models import Registration
from congress.schools.models import Division, School
from congress.schools.queries import divisions_under
from congress.signing.errors import NoSuchIntention
from congress.signing.models import Intention, IntentionAlumnus, IntentionSchool, Party, Signature, SigningLink
from congress.signing.states import SIGNED_STATES

# what one statement takes at a time
AT_ONCE = 500
# what a table calls it, where a column has another name
KEY_COLUMN = {"id": "public_id"}


def _whole() -> Select[tuple[Intention]]:
    return select(Intention).options(
        joinedload(Intention.division).joinedload(Division.parent),
        joinedload(Intention.industry),
        joinedload(Intention.follows),
        joinedload(Intention.same_as),
        selectinload(Intention.parties).joinedload(Party.registration),
        selectinload(Intention.alumni).joinedload(IntentionAlumnus.registration),
        selectinload(Intention.schools).joinedload(IntentionSchool.school),
        selectinload(Intention.signatures).joinedload(Signature.party),
        selectinload(Intention.signatures).joinedload(Signature.upload),
    )


def is_contract() -> ColumnElement[bool]:
    """What counts as signed: once signed, no framework agreement, and no other record of the same project.

    What ended since still counts: who drops a contract makes no rate better.
    """
    return and_(Intention.signed_at.is_not(None), Intention.is_framework.is_(False), Intention.same_as_id.is_(None))


def yuan_of() -> ColumnElement[int]:
    """`Intention.yuan_fen` as the database computes it."""
    return case((Intention.currency == "CNY", Intention.amount_fen), else_=func.coalesce(Intention.cny_fen, 0))


def is_in_yuan() -> ColumnElement[bool]:
    """Whether its amount is known in yuan: as agreed, or by a rate."""
    return or_(Intention.currency == "CNY", Intention.cny_fen.is_not(None))


def sees_all(actor: Actor) -> bool:
    """Whether nothing is kept from the actor: the organisers and the province's verifiers."""
    return actor.has(Role.ORGANISER) or any(
        grant.role == Role.VERIFIER and grant.scope_kind == "province" for grant in actor.grants
    )


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Which intentions an actor may see: all for an organiser and the province's verifier; a school those it
    has a share in or filed; a division those in it, or in a county of it, or filed by it; a person their own.
    """
    if sees_all(actor):
        return true()
    codes = actor.scopes(Role.SCHOOL, "school") | actor.scopes(Role.VERIFIER, "school")
    own_schools = select(IntentionSchool.intention_id).join(School).where(School.code.in_(codes))
    places = actor.scopes(Role.DIVISION, "division") | actor.scopes(Role.VERIFIER, "division")
    addresses = list(actor.addresses)
    own_people = (
        select(IntentionAlumnus.intention_id)
        .join(Registration, Registration.id == IntentionAlumnus.registration_id)
        .where(or_(Registration.email.in_(addresses), Registration.phone.in_(addresses)))
    )
    return or_(
        (Intention.filed_by == actor.user_id) if actor.user_id is not None else false(),
        Intention.id.in_(own_schools),
        Intention.division_id.in_(divisions_under(places)),
        Intention.id.in_(own_people),
    )


def intentions_statement(
    actor: Actor, congress_id: int, *, q: str | None = None, state: str | None = None, category: str | None = None
) -> Select[tuple[Intention]]:
    """The intentions the actor may see, whole."""
    statement = _whole().where(Intention.congress_id == congress_id, visible_to(actor))
    if state:
        statement = statement.where(Intention.state == state)
    if category:
        statement = statement.where(Intention.category == category)
    if q:
        parties = select(Party.intention_id).where(Party.name.icontains(q, autoescape=True))
        statement = statement.where(or_(Intention.title.icontains(q, autoescape=True), Intention.id.in_(parties)))
    return statement


@dataclass(frozen=True)
class Sums:
    """How many intentions of a list there are and how much is meant, in fen of CNY: nothing twice, no framework."""

    count: int
    amount_fen: int


def sums_of(session: Session, statement: Select[tuple[Intention]]) -> Sums:
    ids = statement.with_only_columns(Intention.id).order_by(None)
    counted = and_(Intention.is_framework.is_(False), Intention.same_as_id.is_(None))
    yuan = func.sum(yuan_of()).filter(counted)
    count, amount = session.execute(select(func.count(), yuan).where(Intention.id.in_(ids))).one()
    return Sums(count, int(amount or 0))


def intention_for(session: Session, actor: Actor, slug: str, public_id: str) -> Intention:
    """The intention, if the actor may see it; else NoSuchIntention."""
    found = session.scalars(
        _whole()
        .join(Congress, Congress.id == Intention.congress_id)
        .where(Congress.slug == slug, Intention.public_id == public_id, visible_to(actor))
    ).one_or_none()
    if found is None:
        raise NoSuchIntention
    return found


def intention_of_congress(session: Session, congress_id: int, public_id: str) -> Intention:
    """The intention whoever asks; for what is decided about it, not for showing it. Raises NoSuchIntention."""
    found = session.scalars(
        _whole().where(Intention.congress_id == congress_id, Intention.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise NoSuchIntention
    return found


def find_intention(session: Session, congress_id: int, public_id: str) -> Intention | None:
    """The bare intention, whoever asks; for what refers to it."""
    return session.scalars(
        select(Intention).where(Intention.congress_id == congress_id, Intention.public_id == public_id)
    ).one_or_none()


def sealed_agreement(session: Session, *, sha256: str = "", public_id: str = "") -> Intention | None:
    """The intention whose sealed agreement has this hash or this number, whoever asks; it says no more than that."""
    which = Intention.agreement_sha256 == sha256 if sha256 else Intention.public_id == public_id
    return session.scalars(select(Intention).where(which, Intention.agreement_sha256.is_not(None))).first()


def whole_intention(session: Session, intention_id: int) -> Intention:
    return session.scalars(_whole().where(Intention.id == intention_id)).one()


def own_intentions(session: Session, actor: Actor, congress_id: int) -> Sequence[Intention]:
    return session.scalars(intentions_statement(actor, congress_id).order_by(Intention.created_at, Intention.id)).all()


def as_alumnus(actor: Actor) -> Actor:
    """The actor as the person alone: what is theirs by their addresses, whatever desk they also sit at."""
    return Actor(addresses=actor.addresses)


def newest_intentions(session: Session, actor: Actor, congress_id: int, *, limit: int) -> Sequence[Intention]:
    return session.scalars(intentions_statement(actor, congress_id).order_by(Intention.id.desc()).limit(limit)).all()


def signed_intentions(session: Session, actor: Actor, congress_id: int, category: str) -> Sequence[Intention]:
    """What the actor sees of a category that is signed and has not ended, in the order of recording."""
    statement = intentions_statement(actor, congress_id, category=category)
    return session.scalars(statement.where(Intention.state.in_(SIGNED_STATES)).order_by(Intention.id)).all()


def lock_intention(session: Session, intention_id: int) -> None:
    session.execute(select(Intention.id).where(Intention.id == intention_id).with_for_update())


def link_by_digest(session: Session, link_sha256: str, *, lock: bool = False) -> SigningLink | None:
    statement = select(SigningLink).where(SigningLink.link_sha256 == link_sha256)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def links_of(session: Session, party_id: int) -> Sequence[SigningLink]:
    """The links by which a party was asked and has not signed yet."""
    return session.scalars(
        select(SigningLink).where(SigningLink.party_id == party_id, SigningLink.closed_at.is_(None))
    ).all()


def last_number(session: Session, congress_id: int) -> int:
    """The highest number that an agreement of the congress has."""
    return session.scalar(select(func.max(Intention.number)).where(Intention.congress_id == congress_id)) or 0


def _for_tables() -> Select[tuple[Intention]]:
    return select(Intention).options(
        selectinload(Intention.division).joinedload(Division.parent),
        selectinload(Intention.industry),
        selectinload(Intention.parties),
        selectinload(Intention.alumni).joinedload(IntentionAlumnus.registration),
        selectinload(Intention.schools).joinedload(IntentionSchool.school),
        selectinload(Intention.signatures),
        selectinload(Intention.follows),
    )


def all_intentions(session: Session, congress_id: int) -> Iterator[Intention]:
    """Every intention of the congress in the order in which they were recorded, some hundred at a time."""
    last = 0
    while True:
        statement = _for_tables().where(Intention.congress_id == congress_id, Intention.id > last)
        found = session.scalars(statement.order_by(Intention.id).limit(AT_ONCE)).all()
        yield from found
        if len(found) < AT_ONCE:
            return
        last = found[-1].id
        session.expunge_all()


def intentions_by_key(
    session: Session, congress_id: int, keys: Iterable[Mapping[str, str]]
) -> dict[tuple[str, str], Intention]:
    """The intentions that have one of these keys, held, by each key that they have; `id` is their public id."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for each in keys:
        for name, key in each.items():
            wanted[name].add(key)
    columns = {name: getattr(Intention, KEY_COLUMN.get(name, name)) for name in wanted}
    if not columns:
        return {}
    found = session.scalars(
        _for_tables()
        .where(Intention.congress_id == congress_id, or_(*(columns[name].in_(keys) for name, keys in wanted.items())))
        .order_by(Intention.id)
        .with_for_update()
    ).all()
    return {
        (name, key): one
        for one in found
        for name in wanted
        if (key := getattr(one, KEY_COLUMN.get(name, name))) is not None
    }


def keys_held(session: Session, congress_id: int, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Of these offices' keys those that some intention has, with its id."""
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for name, key in keys:
        wanted[name].append(key)
    held: dict[tuple[str, str], str] = {}
    for name, values in wanted.items():
        column = getattr(Intention, name)
        for at in range(0, len(values), AT_ONCE):
            rows = session.execute(
                select(column, Intention.public_id).where(
                    Intention.congress_id == congress_id, column.in_(values[at : at + AT_ONCE])
                )
            )
            held |= {(name, key): public_id for key, public_id in rows.tuples()}
    return held


def known_platforms(session: Session, congress_id: int) -> Sequence[str]:
    """The other events of which intentions of the congress are known."""
    return session.scalars(
        select(Intention.platform)
        .where(Intention.congress_id == congress_id, Intention.platform != "")
        .distinct()
        .order_by(Intention.platform)
    ).all()


def state_counts(session: Session, congress_id: int) -> dict[str, int]:
    rows = session.execute(
        select(Intention.state, func.count()).where(Intention.congress_id == congress_id).group_by(Intention.state)
    )
    return dict(rows.tuples().all())


def congress_of(session: Session, intention: Intention) -> Congress:
    found = session.get(Congress, intention.congress_id)
    if found is None:
        raise NoSuchIntention
    return found
