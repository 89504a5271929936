"""Deciding many at once, asking for more, and answering."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _, in_language
from congress.foundation.uploads import Upload
from congress.programme.models import Congress
from congress.registration.errors import NoSuchRegistration
from congress.registration.messages import tell_changed
from congress.registration.models import Registration
from congress.registration.queries import lock_registration
from congress.registration.states import Status
from congress.review.deciding import decide_each, hold_chosen
from congress.review.errors import AlreadyAsked, Failure, NothingAsked
from congress.review.models import ReviewQuestion
from congress.review.queries import open_question


def decide_many(
    session: Session, congress: Congress, codes: Collection[str], *, accept: bool, reason: str = "", by: Actor,
    now: datetime,
) -> int:  # fmt: skip
    """Accept or refuse everybody named, or nobody; answers how many.

    Raises:
        Invalid: nobody is named, or somebody is refused without a reason.
        BatchRefused: with each of those who could not be decided, and why.
    """
    found = hold_chosen(session, congress.id, codes, accept=accept, reason=reason)
    known = {each.code for each in found}
    failures = [Failure(code, "", str(NoSuchRegistration.message)) for code in sorted(set(codes) - known)]
    decide_each(session, found, failures, accept=accept, reason=reason, by=by, now=now)
    return len(found)


def ask_for_more(session: Session, registration: Registration, question: str, *, by: Actor, now: datetime) -> None:
    """Ask somebody under review for what is missing; they are told, and it is their turn.

    Raises:
        StateRefused: they are not under review.
        AlreadyAsked: a question waits for its answer.
    """
    lock_registration(session, registration.id)
    if registration.status != Status.PENDING:
        raise StateRefused
    if open_question(session, registration.id) is not None:
        raise AlreadyAsked
    session.add(
        ReviewQuestion(registration_id=registration.id, question=question, asked_by=by.user_id, asked_at=now)
    )  # fmt: skip
    record(session, by, "review.asked", "registration", registration.code, now=now)
    with in_language(registration.language):
        line = _("Before we can decide on your registration we ask you: %(question)s", question=question)
    tell_changed(session, registration, line, event="review.asked", now=now)
    session.flush()


def answer_question(
    session: Session, registration: Registration, answer: str, upload: Upload | None, *, by: Actor, now: datetime
) -> None:  # fmt: skip
    """Send what was asked for; the registration stands in the queue again where it stood.

    Raises:
        NothingAsked: no question waits.
        Invalid: neither a text nor a file.
    """
    lock_registration(session, registration.id)
    question = open_question(session, registration.id)
    if question is None or registration.status != Status.PENDING:
        raise NothingAsked
    if not answer and upload is None:
        raise Invalid.field("answer", _("Write an answer or choose a file."))
    question.answer, question.answered_at = answer, now
    if upload is not None:
        upload.attached = True
        question.upload = upload
    record(session, by, "review.answered", "registration", registration.code, now=now, file=upload is not None)
    session.flush()
