"""Filing, following up, lapsing, and the link to the intention. Start reading at `file_project`."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from congress.filings.errors import FiledAlready, NotTheFiler, TooMany, TooSoon
from congress.filings.messages import tell_ending, tell_lapsed
from congress.filings.models import Filing, FilingStep, Standing
from congress.filings.queries import (
    DIVISION,
    Filer,
    count_waiting,
    filings_ending,
    hold_filing,
    intentions_after,
    intentions_by_id,
    is_filer,
    last_of_chain,
    linked_filings,
    own_filers,
    protected_filings,
    standing_filings,
    users_of_filer,
    whole_filing,
)
from congress.filings.rules import BEGINNING, CONFIRM_WITHIN, EARLY, MOST_WAITING, REST, filing_hash
from congress.filings.states import OPEN_STATES, FilingState, Step
from congress.foundation.access import SYSTEM, Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _
from congress.foundation.ids import new_id
from congress.foundation.uploads import uploads_of
from congress.programme.models import Congress
from congress.schools.queries import resolve_division, resolve_industry, school_by_code
from congress.signing.actions import credit_school
from congress.signing.likeness import Traits, is_one_project, shared_signs
from congress.signing.models import Intention
from congress.signing.queries import whole_intention
from congress.signing.traits import prefecture_of, traits_of

AT_ONCE = 500
PLAIN = ("title", "investor", "uscc", "hint", "amount_fen")


def file_project(
    session: Session, congress: Congress, facts: Mapping[str, Any], *, by: Actor, now: datetime
) -> tuple[Filing, bool]:
    """File an expected project; answers it, and whether an earlier one of the same kind of filer stands.

    Whoever files later is in line: if the earlier one is not confirmed or lapses, the later one counts.

    Raises:
        Invalid: an unknown place or industry, neither a code nor a hint, a filer that is not the actor's.
        FiledAlready, TooSoon, TooMany: one filing of a project for each filer, rest after a lapse, a limit.
    """
    filer = _filer(session, facts.get("filer"), by)
    division, industry = resolve_division(session, facts["division"]), resolve_industry(session, facts["industry"])
    if division is None or division.kind == "statistical":
        raise Invalid.field("division", _("There is no such division."))
    if industry is None:
        raise Invalid.field("industry", _("There is no such industry."))
    if not facts.get("uscc") and not facts.get("hint"):
        raise Invalid.field("hint", _("Without a credit code say how the investor is known."))
    number, previous = last_of_chain(session, congress.id) or (0, BEGINNING)
    filing = Filing(
        public_id=new_id(), congress_id=congress.id, number=number + 1, filer_kind=filer.kind, filer_code=filer.code,
        division_id=division.id, industry_id=industry.id, division=division, industry=industry, filed_by=by.user_id,
        filed_at=now, previous_hash=previous, **{name: facts[name] for name in PLAIN if name in facts},
    )  # fmt: skip
    filing.uscc, filing.hint = filing.uscc or None, filing.hint or ""
    same = _same_projects(session, filing, now=now)
    _refuse_squatting(session, filer, same, congress, now=now)
    filing.hash = filing_hash(previous, filing.facts())
    filing.standing = Standing(state=FilingState.WAITING, good_until=now + CONFIRM_WITHIN)
    session.add(filing)
    session.flush()
    record(session, by, "filing.filed", "filing", filing.public_id, now=now, number=filing.number, hash=filing.hash)
    earlier = any(one.standing.stands(now) and one.filer_kind == filer.kind for one in same)
    return whole_filing(session, filing.id), earlier


def _filer(session: Session, code: str | None, by: Actor) -> Filer:
    own = own_filers(session, by)
    found = own[0] if len(own) == 1 and not code else next((one for one in own if one.code == code), None)
    if found is None:
        raise Invalid.field("filer", _("Say for which school or place of yours you file."))
    return found


def _same_projects(session: Session, filing: Filing, *, now: datetime) -> list[Filing]:
    wanted = filing_traits(filing)
    known = standing_filings(session, filing.congress_id, lapsed_since=now - REST)
    return [one for one in known if is_one_project(shared_signs(wanted, filing_traits(one)))]


def _refuse_squatting(
    session: Session, filer: Filer, same: Sequence[Filing], congress: Congress, *, now: datetime
) -> None:
    own = [one for one in same if (one.filer_kind, one.filer_code) == (filer.kind, filer.code)]
    if any(one.standing.stands(now) for one in own):
        raise FiledAlready
    if own:
        raise TooSoon
    if count_waiting(session, congress.id, filer) >= MOST_WAITING:
        raise TooMany


def filing_traits(filing: Filing) -> Traits:
    return Traits(
        title=filing.title, investors=frozenset({filing.investor}),
        codes=frozenset({filing.uscc} if filing.uscc else ()), place=filing.division.code,
        prefecture=prefecture_of(filing.division), industry=filing.industry.code, amount_fen=filing.amount_fen,
    )  # fmt: skip


def add_step(
    session: Session, filing: Filing, act: str, *, by: Actor, now: datetime, text: str = "",
    upload_id: int | None = None,
) -> None:  # fmt: skip
    session.add(
        FilingStep(filing_id=filing.id, act=act, text=text, upload_id=upload_id, user_id=by.user_id, at=now)
    )  # fmt: skip


def move_filing(
    session: Session, filing: Filing, new: FilingState, *, by: Actor, now: datetime, text: str = ""
) -> None:  # fmt: skip
    """One step of its life, written down and in the audit trail."""
    filing.standing.move_to(new)
    add_step(session, filing, new, text=text, by=by, now=now)
    record(session, by, f"filing.{new}", "filing", filing.public_id, now=now)
    session.flush()


def own_filing(session: Session, filing: Filing, by: Actor) -> Filing:
    """The filing, held, for its filer. Raises NotTheFiler."""
    if not is_filer(by, filing):
        raise NotTheFiler
    return hold_filing(session, filing.id)


def answer_filing(
    session: Session, filing: Filing, *, agrees: bool, protection: timedelta, now: datetime
) -> Filing:  # fmt: skip
    """The investor's word: from a yes on the filing is protected. Raises StateRefused where there is one already."""
    filing = hold_filing(session, filing.id)
    if filing.standing.state != FilingState.WAITING or not filing.standing.stands(now):
        raise StateRefused
    investor = Actor(display_name="link")
    if not agrees:
        move_filing(session, filing, FilingState.DECLINED, by=investor, now=now)
        return filing
    filing.standing.good_until = now + protection
    move_filing(session, filing, FilingState.CONFIRMED, by=investor, now=now)
    link_filings(session, filing.congress_id, intentions_after(session, filing), by=SYSTEM, now=now)
    return whole_filing(session, filing.id)


def follow_up(
    session: Session, filing: Filing, text: str, evidence: Sequence[str], *, protection: timedelta, by: Actor,
    now: datetime,
) -> Filing:  # fmt: skip
    """Write down what was done for the project; the first that is proven prolongs the protection, once.

    Raises:
        NotTheFiler: somebody else's.
        StateRefused: it stands no longer, or its time is over.
        Invalid: evidence that is not the actor's own.
    """
    filing = own_filing(session, filing, by)
    standing = filing.standing
    if not standing.stands(now):
        raise StateRefused(_("The time of this filing is over."))
    uploads = uploads_of(session, by, evidence)
    prolongs = bool(uploads) and not standing.prolonged and standing.state == FilingState.CONFIRMED
    for upload in uploads:
        upload.attached = True
    if prolongs:
        standing.prolonged, standing.reminded = True, False
        standing.good_until += protection
    act = Step.PROLONGED if prolongs else Step.FOLLOWED
    shown: Sequence[int | None] = [one.id for one in uploads] or [None]
    for upload_id in shown:
        add_step(session, filing, act, text=text, upload_id=upload_id, by=by, now=now)
    record(session, by, f"filing.{act}", "filing", filing.public_id, now=now)
    session.flush()
    return whole_filing(session, filing.id)


def withdraw_filing(session: Session, filing: Filing, reason: str, *, by: Actor, now: datetime) -> Filing:
    """Take back what comes to nothing, so that others need not wait. Raises NotTheFiler, StateRefused."""
    filing = own_filing(session, filing, by)
    if filing.standing.state not in OPEN_STATES:
        raise StateRefused
    move_filing(session, filing, FilingState.WITHDRAWN, text=reason, by=by, now=now)
    return whole_filing(session, filing.id)


def link_filings(session: Session, congress_id: int, intention_ids: Sequence[int], *, by: Actor, now: datetime) -> None:
    """Link to each intention the first protected filing of each kind of filer that speaks of it and was made before.

    A school whose kind has no share of it yet gets that share; what the parties agreed on stays.
    """
    protected = protected_filings(session, congress_id, now=now)
    for at in range(0, len(intention_ids), AT_ONCE):
        portion = intention_ids[at : at + AT_ONCE]
        linked: dict[int, dict[str, Filing]] = {}
        for filing in linked_filings(session, portion):
            linked.setdefault(filing.standing.intention_id or 0, {})[filing.filer_kind] = filing
        for intention in intentions_by_id(session, portion if protected else linked):
            own = linked.get(intention.id, {})
            for filing in protected:
                if filing.filer_kind not in own and _speaks_of(filing, intention):
                    link_filing(session, hold_filing(session, filing.id), intention, by=by, now=now)
                    own[filing.filer_kind] = filing
            for filing in own.values():
                _give_basis(session, filing, intention)


def _speaks_of(filing: Filing, intention: Intention) -> bool:
    return (
        filing.standing.state == FilingState.CONFIRMED
        and filing.filed_at < intention.created_at
        and is_one_project(shared_signs(filing_traits(filing), traits_of(intention)))
    )


def link_filing(
    session: Session, filing: Filing, intention: Intention, *, by: Actor, now: datetime, reason: str = ""
) -> None:
    """Let an intention stand on a filing. Raises StateRefused where the filing is not confirmed."""
    if filing.standing.state != FilingState.CONFIRMED:
        raise StateRefused
    filing.standing.intention_id = intention.id
    move_filing(session, filing, FilingState.LINKED, text=reason, by=by, now=now)
    record(
        session, by, "intention.filing_linked", "intention", intention.public_id, now=now, filing=filing.public_id
    )  # fmt: skip


def _give_basis(session: Session, filing: Filing, intention: Intention) -> None:
    if filing.filer_kind != DIVISION:
        school = school_by_code(session, filing.filer_code)
        if school is not None:
            credit_school(session, intention, school)


def move_links(session: Session, kept_id: int, gone_id: int, *, by: Actor, now: datetime) -> None:
    """Let the record that stays have the filings of the one that goes; of two of one kind the first filed counts."""
    counting: dict[str, Filing] = {}
    for filing in linked_filings(session, [kept_id, gone_id]):
        standing = hold_filing(session, filing.id).standing
        if filing.filer_kind in counting:
            standing.intention_id = None
            standing.move_to(FilingState.CONFIRMED)
            add_step(session, filing, Step.UNLINKED, by=by, now=now)
            record(session, by, "filing.unlinked", "filing", filing.public_id, now=now)
        else:
            counting[filing.filer_kind] = filing
            standing.intention_id = kept_id
    session.flush()


def link_by_hand(
    session: Session, filing: Filing, intention: Intention, reason: str, *, by: Actor, now: datetime
) -> Filing:
    """An organiser sees what the signs did not show. Raises StateRefused: not confirmed, or another is linked."""
    filing = hold_filing(session, filing.id)
    if any(one.filer_kind == filing.filer_kind for one in linked_filings(session, [intention.id])):
        raise StateRefused(_("Another filing is linked to this intention already."))
    link_filing(session, filing, intention, by=by, now=now, reason=reason)
    _give_basis(session, filing, whole_intention(session, intention.id))
    return whole_filing(session, filing.id)


def unlink_filing(session: Session, filing: Filing, reason: str, *, by: Actor, now: datetime) -> Filing:
    """It turned out to be another project; shares that parties have meanwhile stay theirs. Raises StateRefused."""
    filing = hold_filing(session, filing.id)
    if filing.standing.state != FilingState.LINKED:
        raise StateRefused
    filing.standing.intention_id = None
    filing.standing.move_to(FilingState.CONFIRMED)
    add_step(session, filing, Step.UNLINKED, text=reason, by=by, now=now)
    record(session, by, "filing.unlinked", "filing", filing.public_id, now=now)
    session.flush()
    return whole_filing(session, filing.id)


def let_lapse(session: Session, *, now: datetime) -> int:
    """Let go what its time is over, and tell filers two weeks before a protection ends; how many lapsed."""
    lapsed = 0
    for found in filings_ending(session, now + EARLY):
        filing = hold_filing(session, found.id)
        standing = filing.standing
        if standing.state not in OPEN_STATES:
            continue
        if standing.good_until <= now:
            move_filing(session, filing, FilingState.LAPSED, by=SYSTEM, now=now)
            lapsed += 1
            tell = tell_lapsed
        elif standing.state == FilingState.CONFIRMED and not standing.reminded:
            standing.reminded = True
            tell = tell_ending
        else:
            continue
        for user in users_of_filer(session, filing):
            tell(session, filing, user, now=now)
    return lapsed
