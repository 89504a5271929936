"""Building the questions of a congress, and keeping what is answered. Start reading at `keep_answers`."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.db import unique_or
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _, pick
from congress.programme.models import Congress
from congress.questions.errors import ChoiceFull, NoSuchQuestion, NothingToRelease
from congress.questions.models import AnswerSheet, ChoiceSeat, FollowUpSheet, FormVersion, Sheet
from congress.questions.queries import (
    draft_form,
    every_sheet_of,
    forms_of,
    released_form,
    remove_answer_files,
    seats_of,
    sheets_answering,
    sheets_of,
)
from congress.questions.rules import FIELD, Question, asked_in, choices_of, is_past, misplaced, same_kind
from congress.questions.settling import settle_answers
from congress.questions.states import CHOOSING


def keep_answers(
    session: Session, registration_id: int, form: FormVersion | None, answers: Mapping[str, Any], *, now: datetime
) -> None:
    """Keep what was answered, taking seats of new choices and giving back those left; late in the transaction.

    Without a form nothing was asked, and nothing is changed.

    Raises:
        ChoiceFull: a choice has no seat left; nothing is changed then.
        Invalid, TooLarge: a name is not known, a number or a file is none.
    """
    if form is None:
        return
    found = sheets_of(session, [registration_id]).get(registration_id)
    settled = settle_sheet(session, registration_id, found, form, asked_in(form.questions, ""), answers, now=now)
    sheet = found or AnswerSheet(registration_id=registration_id)
    sheet.form_id, sheet.answers, sheet.answered_at = form.id, settled, now
    session.add(sheet)
    session.flush()


def settle_sheet(
    session: Session, registration_id: int, sheet: Sheet | None, form: FormVersion, asked: Sequence[Question],
    answers: Mapping[str, Any], *, now: datetime,
) -> dict[str, Any]:  # fmt: skip
    """The answers as a sheet keeps them in place of those it held; raises as `keep_answers` does."""
    held = same_kind(asked, sheet.form.questions, sheet.answers) if sheet is not None else {}
    settled = settle_answers(session, registration_id, asked, answers, held, now=now)
    swap_choices(session, sheet, form, answers)
    return settled


def swap_choices(session: Session, sheet: Sheet | None, form: FormVersion, answers: Mapping[str, Any]) -> None:
    """Take the seats of choices that are new and give back those left; raises ChoiceFull."""
    held = choices_of(sheet.form.questions, sheet.answers) if sheet is not None else set()
    wanted = choices_of(form.questions, answers)
    # two people who swap choices must not wait for each other: rows are held in one order
    for choice in sorted(held ^ wanted):
        if choice in held:
            _give_back(session, form.congress_id, choice)
        elif not _take(session, form.congress_id, choice):
            raise _refusal(form.questions, *choice)


def free_choices(session: Session, registration_id: int) -> None:
    """Give back the seats of somebody who will not come; what else was answered stays."""
    for sheet in every_sheet_of(session, [registration_id])[registration_id]:
        questions = sheet.form.questions
        for choice in sorted(choices_of(questions, sheet.answers)):
            _give_back(session, sheet.form.congress_id, choice)
        choosing = {question.key for question in questions if question.kind in CHOOSING}
        sheet.answers = {key: given for key, given in sheet.answers.items() if key not in choosing}
    session.flush()


def forget_answers(session: Session, registration_id: int) -> None:
    """Drop what was answered, as when somebody else takes the place: it was the first one's own."""
    free_choices(session, registration_id)
    remove_answer_files(session, [registration_id])
    for sheet in every_sheet_of(session, [registration_id])[registration_id]:
        sheet.answers = {}
        if isinstance(sheet, FollowUpSheet):
            # whoever comes instead is asked for an answer of their own
            sheet.answered_at = None
    session.flush()


def let_answers_go(session: Session, registration_ids: Sequence[int]) -> None:
    """Empty the sheets of these registrations: their day is over."""
    remove_answer_files(session, registration_ids)
    for sheet in (AnswerSheet, FollowUpSheet):
        session.execute(update(sheet).where(sheet.registration_id.in_(registration_ids)).values(answers={}))


def let_past_answers_go(session: Session, congress: Congress, *, today: date) -> int:
    """Drop the answers to questions that keep them for less than the others; how many were dropped."""
    dropped = 0
    for form in forms_of(session, congress.id):
        past = {question.key for question in form.questions if is_past(question, congress.ends_on, today)}
        for sheet in sheets_answering(session, form.id, past) if past else ():
            remove_answer_files(session, [sheet.registration_id], past)
            dropped += len(past & sheet.answers.keys())
            sheet.answers = {key: given for key, given in sheet.answers.items() if key not in past}
    session.flush()
    return dropped


def _take(session: Session, congress_id: int, choice: tuple[str, str]) -> bool:
    """One seat if there is one: a single statement, guarded again by the table's CHECK."""
    there_is = or_(ChoiceSeat.capacity.is_(None), ChoiceSeat.taken < ChoiceSeat.capacity)
    return _count(session, congress_id, choice, there_is, by=1)


def _give_back(session: Session, congress_id: int, choice: tuple[str, str]) -> None:
    _count(session, congress_id, choice, ChoiceSeat.taken > 0, by=-1)


def _count(session: Session, congress_id: int, choice: tuple[str, str], guard: Any, *, by: int) -> bool:
    question, option = choice
    counted = session.execute(
        update(ChoiceSeat)
        .where(ChoiceSeat.congress_id == congress_id, ChoiceSeat.question == question, ChoiceSeat.option == option)
        .where(guard)
        .values(taken=ChoiceSeat.taken + by)
        .returning(ChoiceSeat.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    return counted is not None


def _refusal(questions: Sequence[Question], key: str, chosen: str) -> ChoiceFull:
    option = next(o for q in questions if q.key == key for o in q.options if o.zh == chosen)
    return ChoiceFull.named(FIELD + key, pick(option.zh, option.en))


def full_choices(session: Session, congress_id: int) -> Collection[tuple[str, str]]:
    """(question, option) of the choices that have no seat left now."""
    seats = seats_of(session, congress_id)
    return {(s.question, s.option) for s in seats if s.capacity is not None and s.taken >= s.capacity}


def open_draft(session: Session, congress: Congress) -> FormVersion:
    """The draft; where there is none, a copy of what is asked now, under the next number."""
    draft = draft_form(session, congress.id)
    if draft is not None:
        return draft
    last = released_form(session, congress.id)
    draft = FormVersion(
        congress_id=congress.id,
        version=last.version + 1 if last else 1,
        content=list(last.content) if last else [],
    )
    # two organisers who begin at the same moment: the second is told to look again
    with unique_or(session, StateRefused()):
        session.add(draft)
    return draft


def save_question(session: Session, congress: Congress, question: Question, *, by: Actor, now: datetime) -> None:
    """Put a question into the draft: in its place where it has one, else last."""
    questions = open_draft(session, congress).questions
    keys = [each.key for each in questions]
    if question.key in keys:
        questions[keys.index(question.key)] = question
    else:
        questions.append(question)
    _store(session, congress, questions, by=by, now=now)


def move_question(session: Session, congress: Congress, key: str, step: int, *, by: Actor, now: datetime) -> None:
    """Move a question up (-1) or down (1); at the end of the list it stays."""
    questions = open_draft(session, congress).questions
    place = _place(questions, key)
    questions.insert(max(place + step, 0), questions.pop(place))
    _store(session, congress, questions, by=by, now=now)


def remove_question(session: Session, congress: Congress, key: str, *, by: Actor, now: datetime) -> None:
    questions = open_draft(session, congress).questions
    questions.pop(_place(questions, key))
    _store(session, congress, questions, by=by, now=now)


def _place(questions: Sequence[Question], key: str) -> int:
    """Raises NoSuchQuestion."""
    for place, question in enumerate(questions):
        if question.key == key:
            return place
    raise NoSuchQuestion


def _store(session: Session, congress: Congress, questions: Sequence[Question], *, by: Actor, now: datetime) -> None:
    open_draft(session, congress).content = [question.as_json() for question in questions]
    record(session, by, "questions.changed", "congress", congress.slug, now=now)
    session.flush()


def release_form(session: Session, congress: Congress, *, by: Actor, now: datetime) -> None:
    """Ask the draft from now on; it never changes again.

    Raises:
        NothingToRelease: there is no draft.
        Invalid: a question hangs on one that does not stand before it, or a choice has more people than seats.
    """
    draft = draft_form(session, congress.id)
    if draft is None:
        raise NothingToRelease
    wrong = misplaced(draft.questions)
    if wrong:
        label = pick(wrong[0].label_zh, wrong[0].label_en)
        raise Invalid(_("“%(label)s” hangs on an answer that is not given before it.", label=label))
    _set_capacities(session, draft)
    draft.released_at = now
    record(session, by, "questions.released", "congress", congress.slug, now=now, version=draft.version)
    session.flush()


def _set_capacities(session: Session, form: FormVersion) -> None:
    known = {(seat.question, seat.option): seat for seat in seats_of(session, form.congress_id)}
    for question in form.questions:
        for option in question.options:
            seat = known.get((question.key, option.zh))
            if seat is None:
                place = ChoiceSeat(
                    congress_id=form.congress_id, question=question.key, option=option.zh, capacity=option.seats
                )
                session.add(place)
            elif not _fits(session, seat, option.seats):
                raise Invalid(_("More people than that have already chosen “%(option)s”.", option=option.zh))


def _fits(session: Session, seat: ChoiceSeat, capacity: int | None) -> bool:
    changed = update(ChoiceSeat).where(ChoiceSeat.id == seat.id).values(capacity=capacity)
    if capacity is not None:
        changed = changed.where(ChoiceSeat.taken <= capacity)
    changed = changed.execution_options(synchronize_session=False).returning(ChoiceSeat.id)
    return session.execute(changed).scalar_one_or_none() is not None
