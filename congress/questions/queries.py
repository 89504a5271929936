"""Every question about questions and answers."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from congress.questions.models import AnswerSheet, ChoiceSeat, FormVersion


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


def draft_form(session: Session, congress_id: int) -> FormVersion | None:
    return _newest(session, congress_id, released=False)


def form_by_id(session: Session, form_id: int | None) -> FormVersion | None:
    return session.get(FormVersion, form_id) if form_id is not None else None


def answered_sheets(session: Session, congress_id: int) -> list[int]:
    """Registrations whose sheet still holds answers."""
    rows = session.execute(
        select(AnswerSheet.registration_id, AnswerSheet.answers)
        .join(FormVersion, FormVersion.id == AnswerSheet.form_id)
        .where(FormVersion.congress_id == congress_id)
    )
    return [registration_id for registration_id, answers in rows if answers]


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
