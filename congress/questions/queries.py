"""Every question about questions and answers."""

from collections.abc import Collection, Sequence
from itertools import chain

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from congress.questions.errors import NoSuchFollowUp
from congress.questions.models import AnswerFile, AnswerSheet, ChoiceSeat, FollowUp, FollowUpSheet, FormVersion, Sheet


def _newest(session: Session, congress_id: int, *, released: bool) -> FormVersion | None:
    state = FormVersion.released_at.is_not(None) if released else FormVersion.released_at.is_(None)
    return session.scalars(
        select(FormVersion)
        .where(FormVersion.congress_id == congress_id, state)
        .order_by(FormVersion.version.desc())
        .limit(1)
    ).one_or_none()


def released_form(session: Session, congress_id: int) -> FormVersion | None:
    """What is asked now; None where nothing is."""
    return _newest(session, congress_id, released=True)


def released_forms(session: Session, congress_id: int) -> Sequence[FormVersion]:
    """Everything that was ever asked, the newest version last."""
    return session.scalars(
        select(FormVersion)
        .where(FormVersion.congress_id == congress_id, FormVersion.released_at.is_not(None))
        .order_by(FormVersion.version)
    ).all()


def draft_form(session: Session, congress_id: int) -> FormVersion | None:
    return _newest(session, congress_id, released=False)


def form_by_id(session: Session, form_id: int | None) -> FormVersion | None:
    return session.get(FormVersion, form_id) if form_id is not None else None


def answered_sheets(session: Session, congress_id: int) -> list[int]:
    """Registrations whose sheet still holds answers."""
    return [
        registration_id
        for sheet in (AnswerSheet, FollowUpSheet)
        for registration_id, answers in session.execute(
            select(sheet.registration_id, sheet.answers)
            .join(FormVersion, FormVersion.id == sheet.form_id)
            .where(FormVersion.congress_id == congress_id)
        )
        if answers
    ]


def seats_of(session: Session, congress_id: int) -> Sequence[ChoiceSeat]:
    return session.scalars(select(ChoiceSeat).where(ChoiceSeat.congress_id == congress_id)).all()


def sheets_of(session: Session, registration_ids: Sequence[int]) -> dict[int, AnswerSheet]:
    """Registration → what it answered, with the version that asked; read afresh."""
    found = session.scalars(
        select(AnswerSheet)
        .where(AnswerSheet.registration_id.in_(registration_ids))
        .options(joinedload(AnswerSheet.form))
        .execution_options(populate_existing=True)
    )
    return {sheet.registration_id: sheet for sheet in found}


def follow_up_sheets(session: Session, registration_ids: Sequence[int]) -> Sequence[FollowUpSheet]:
    """What these registrations were asked later, in the order of the days to answer by; read afresh."""
    return session.scalars(
        select(FollowUpSheet)
        .join(FollowUp, FollowUp.id == FollowUpSheet.follow_up_id)
        .where(FollowUpSheet.registration_id.in_(registration_ids))
        .options(joinedload(FollowUpSheet.form), joinedload(FollowUpSheet.follow_up))
        .order_by(FollowUp.answer_by, FollowUp.id)
        .execution_options(populate_existing=True)
    ).all()


def every_sheet_of(session: Session, registration_ids: Sequence[int]) -> dict[int, list[Sheet]]:
    """Registration → all that it answered: when registering, and to each follow-up."""
    found: dict[int, list[Sheet]] = {registration_id: [] for registration_id in registration_ids}
    first = sheets_of(session, registration_ids).values()
    for sheet in chain[Sheet](first, follow_up_sheets(session, registration_ids)):
        found[sheet.registration_id].append(sheet)
    return found


def answer_file(session: Session, registration_id: int, question: str) -> AnswerFile | None:
    """Without its content until that is asked for."""
    return session.get(AnswerFile, (registration_id, question))


def remove_answer_files(
    session: Session, registration_ids: Collection[int], questions: Collection[str] | None = None
) -> None:
    """Those that answer these questions, or all."""
    mine = delete(AnswerFile).where(AnswerFile.registration_id.in_(registration_ids))
    session.execute(mine if questions is None else mine.where(AnswerFile.question.in_(questions)))


def forms_of(session: Session, congress_id: int) -> Sequence[FormVersion]:
    """Every version, the first one first."""
    mine = select(FormVersion).where(FormVersion.congress_id == congress_id)
    return session.scalars(mine.order_by(FormVersion.version)).all()


def sheets_answering(session: Session, form_id: int, keys: set[str]) -> list[Sheet]:
    """The sheets of this version that hold an answer to one of these questions."""
    found = chain[Sheet](
        session.scalars(select(AnswerSheet).where(AnswerSheet.form_id == form_id)),
        session.scalars(select(FollowUpSheet).where(FollowUpSheet.form_id == form_id)),
    )
    return [sheet for sheet in found if keys & sheet.answers.keys()]


def follow_ups_of(session: Session, congress_id: int) -> Sequence[FollowUp]:
    """By the day to answer by."""
    mine = select(FollowUp).where(FollowUp.congress_id == congress_id)
    return session.scalars(mine.order_by(FollowUp.answer_by, FollowUp.id)).all()


def follow_up_by_key(session: Session, congress_id: int, key: str) -> FollowUp:
    """Raises NoSuchFollowUp."""
    mine = select(FollowUp).where(FollowUp.congress_id == congress_id, FollowUp.key == key)
    found = session.scalars(mine).one_or_none()
    if found is None:
        raise NoSuchFollowUp
    return found


def follow_up_sheet(session: Session, registration_id: int, key: str) -> FollowUpSheet:
    """The follow-up as it was put to somebody; else NoSuchFollowUp."""
    for sheet in follow_up_sheets(session, [registration_id]):
        if sheet.follow_up.key == key:
            return sheet
    raise NoSuchFollowUp
