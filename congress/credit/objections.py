"""Raising objections to an announced board, and deciding on them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from congress.credit.errors import SamePerson
from congress.credit.models import Objection, Publication
from congress.credit.publication_queries import lock_objection, lock_publication, publication_of
from congress.credit.states import OBJECTION_TRANSITIONS, ObjectionState, ObjectorKind, PublicationState
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _
from congress.foundation.ids import new_id


@dataclass(frozen=True, kw_only=True)
class Grievance:
    """What is said against a board, and by whom: a unit under its seal, a person under their name, or nobody."""

    text: str
    kind: ObjectorKind = ObjectorKind.PERSON
    objector: str = ""
    contact: str = ""
    letter: str = ""


def object_to(
    session: Session, publication: Publication, grievance: Grievance, *, by: Actor, now: datetime
) -> Objection:
    """Raise an objection while the time for it runs; an anonymous hint is kept, and holds nothing up.

    Raises:
        Invalid: a person without a name, a unit without its name or the number of its sealed letter.
        StateRefused: the time for objections is over, or has not begun.
    """
    anonymous = grievance.kind is ObjectorKind.ANONYMOUS
    if not anonymous and not grievance.objector:
        raise Invalid.field("objector", _("Who objects says who they are; a hint may be anonymous."))
    if grievance.kind is ObjectorKind.UNIT and not grievance.letter:
        raise Invalid.field("letter", _("A unit objects under its seal: give the number of the letter."))
    lock_publication(session, publication.id)
    session.refresh(publication, ["state"])
    until = publication.objections_until
    if publication.state != PublicationState.ANNOUNCED or until is None or now >= until:
        raise StateRefused(_("The time for objections is over."))
    objection = Objection(
        public_id=new_id(), publication_id=publication.id, kind=grievance.kind,
        objector="" if anonymous else grievance.objector, contact="" if anonymous else grievance.contact,
        letter=grievance.letter, text=grievance.text,
        state=ObjectionState.KEPT if anonymous else ObjectionState.OPEN,
        # an anonymous hint of somebody signed in stays one
        filed_by=None if anonymous else by.user_id, filed_at=now,
    )  # fmt: skip
    session.add(objection)
    session.flush()
    hidden = Actor(display_name="anonymous") if anonymous else by
    record(session, hidden, "objection.filed", "publication", publication.public_id, now=now)
    return objection


def decide_objection(
    session: Session, objection: Objection, *, uphold: bool, answer: str, by: Actor, now: datetime
) -> Objection:
    """Uphold or dismiss, with the reason; a hint may be taken up like any objection, until the board is final.

    Raises:
        SamePerson: whoever announced the board, or objected.
        StateRefused: it is decided, or the board is no longer open to it.
    """
    lock_objection(session, objection.id)
    session.refresh(objection, ["state"])
    publication = publication_of(session, objection)
    if by.user_id is not None and by.user_id in {publication.published_by, objection.filed_by}:
        raise SamePerson
    target = ObjectionState.UPHELD if uphold else ObjectionState.DISMISSED
    is_open = publication.state == PublicationState.ANNOUNCED
    if not is_open or target not in OBJECTION_TRANSITIONS[ObjectionState(objection.state)]:
        raise StateRefused
    objection.move_to(target)
    objection.answer, objection.decided_by, objection.decided_at = answer, by.user_id, now
    record(session, by, "objection.decided", "objection", objection.public_id, now=now, upheld=uphold)
    session.flush()
    return objection
