"""What people answer and what organisers ask; the shape only, but for which questions are asked at all."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, DateField, DateTimeLocalField, DecimalField, Field, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from congress.foundation.errors import DomainError
from congress.foundation.forms import BaseForm, LineField, NumberField, ParagraphsField, at_most
from congress.foundation.i18n import _, _l, pick
from congress.foundation.money import WAN
from congress.programme.forms import NEEDED
from congress.programme.queries import forums_of
from congress.questions.actions import full_choices
from congress.questions.fields import AnswerFileField, field_for
from congress.questions.models import Sheet
from congress.questions.queries import released_form
from congress.questions.rules import (
    FIELD,
    Option,
    Question,
    asked_in,
    kept_answers,
    plain_answer,
    same_kind,
    shown_to,
)
from congress.questions.settling import names_of
from congress.questions.states import CHOOSING, DECIDING, KIND_NAMES, NAMING, Kind

MOST_OPTIONS, LONGEST_OPTION, MOST_DIGITS, MOST_DAYS = 60, 60, 6, 3650
PARTS_OF_OPTION = 3
PLAIN = (
    "label_zh", "label_en", "help_zh", "help_en", "purpose_zh", "purpose_en", "required", "category", "track", "after",
    "follow_up", "keep_days",
)  # fmt: skip


class AskingForm(BaseForm):
    """A form that asks the questions of a congress beside its own fields; `asking` makes its class."""

    asked: ClassVar[Sequence[Question]] = ()
    version_id: ClassVar[int | None] = None
    asked_of: ClassVar[str] = ""
    # forum → the track it belongs to
    track_of: ClassVar[Mapping[str, str]] = {}
    # kind of answer → the names that a field proposes while one types
    proposed: ClassVar[Mapping[Kind, Sequence[str]]] = {}

    def chosen_tracks(self) -> Collection[str]:
        """The tracks whose questions are asked."""
        return ()

    def offered_tracks(self) -> Collection[str]:
        """The tracks that can still be chosen on the page."""
        return self.chosen_tracks()

    def shown(self) -> list[Question]:
        return shown_to(self.asked, self._given(), category=self.asked_of, tracks=self.chosen_tracks())

    def validate(self, extra_validators: Any = None) -> bool:
        """What is not asked cannot be wrong, and what is needed is needed only of those who are asked."""
        super().validate(extra_validators)
        shown = self.shown()
        for question in self.asked:
            field = self[question.field]
            if question not in shown:
                field.errors = []
            elif question.required and not field.errors and not kept_answers([question], self._given()):
                field.errors = [str(NEEDED)]
        if self.errors:
            self._ask_for_files_again()
        return not self.errors

    def show(self, error: DomainError) -> None:
        super().show(error)
        self._ask_for_files_again()

    def _ask_for_files_again(self) -> None:
        """No browser sends a file along that was chosen on the page before."""
        for question in self.shown():
            field = self[question.field]
            if isinstance(field.data, FileStorage) and not field.errors:
                field.errors = [_("Please choose the file once more.")]

    def _given(self) -> dict[str, Any]:
        return {question.key: _as_json(self[question.field].data) for question in self.asked}

    def answers(self) -> dict[str, Any]:
        """The answers to what was asked, as they are kept."""
        return kept_answers(self.shown(), self._given())

    def fill_in(self, sheet: Sheet) -> None:
        """What was answered last to the questions that are asked now."""
        for key, given in same_kind(self.asked, sheet.form.questions, sheet.answers).items():
            field = self[FIELD + key]
            if isinstance(field, AnswerFileField):
                field.stands, field.standing = True, given["name"]
            else:
                field.data = _from_json(given, field)

    def possible(self) -> list[tuple[Question, Field, str]]:
        """Each question that this person may be asked, its field, and the forums that it waits for."""
        tracks = frozenset(self.offered_tracks())
        of = {track: " ".join(slug for slug, its in self.track_of.items() if its == track) for track in tracks}
        return [
            (question, self[question.field], of.get(question.track, ""))
            for question in self.asked
            if question.category in {"", self.asked_of} and (not question.track or question.track in tracks)
        ]


F = TypeVar("F", bound=AskingForm)


def _as_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        # a refused amount may be no number at all
        return int(value * WAN) if value.is_finite() else None
    return value.isoformat() if isinstance(value, date) else value


def _from_json(value: Any, field: Field) -> Any:
    if isinstance(field, DecimalField):
        return Decimal(value) / WAN
    return date.fromisoformat(value) if isinstance(field, DateField) else plain_answer(value)


def asking(form: type[F], session: Session, congress_id: int, *, category: str, follow_up: str = "") -> type[F]:
    """The form with a field for each question that is asked now, when registering or in a follow-up.

    Two statements more, however many questions there are.
    """
    released = released_form(session, congress_id)
    if released is None:
        return form
    questions = asked_in(released.questions, follow_up)
    full = full_choices(session, congress_id) if any(question.options for question in questions) else ()
    forums = forums_of(session, congress_id, released_only=True) if any(q.track for q in questions) else ()
    track_of = {forum.slug: forum.track.slug for forum in forums if forum.track is not None}
    return with_questions(
        form, questions, full, version_id=released.id, asked_of=category, track_of=track_of,
        proposed=proposed_names(session, questions),
    )  # fmt: skip


def proposed_names(session: Session, questions: Sequence[Question]) -> dict[Kind, Sequence[str]]:
    """The names that answer a question of these kinds, in the order of the official lists."""
    return {kind: names_of(session, kind) for kind in {question.kind for question in questions} & NAMING}


def with_questions(
    form: type[F], questions: Sequence[Question], full: Collection[tuple[str, str]], **facts: Any
) -> type[F]:
    fields = {question.field: field_for(question, full) for question in questions}
    return type(form.__name__, (form,), {**fields, **facts, "asked": tuple(questions)})


class AnswersForm(AskingForm):
    """The questions alone, for somebody who is registered; `tracks` are those of the forums held."""

    tracks: Collection[str] = ()

    def chosen_tracks(self) -> Collection[str]:
        return self.tracks


class FollowUpForm(BaseForm):
    """A follow-up, as an organiser writes it; its questions are written among the others."""

    title_zh = LineField(_l("Title in Chinese"), [DataRequired(NEEDED), at_most(200)])
    title_en = LineField(_l("Title in English"), [at_most(200)])
    category = SelectField(_l("Asked of"), choices=[])
    forum = SelectField(_l("Asked of those with a seat in"), choices=[])
    answer_by = DateTimeLocalField(_l("To be answered by"), [InputRequired(NEEDED)])

    def offer(self, categories: Sequence[SelectChoice], forums: Sequence[SelectChoice]) -> None:
        self.category.choices = [SelectChoice("", str(_("All categories"))), *categories]
        self.forum.choices = [SelectChoice("", str(_("Any forum or none"))), *forums]


class MoveForm(BaseForm):
    """A button that moves a question."""

    step = SelectField(choices=[SelectChoice("up", "up"), SelectChoice("down", "down")])


class QuestionForm(BaseForm):
    """One question, as an organiser writes it."""

    kind = SelectField(_l("Kind of answer"), choices=[SelectChoice(kind.value, KIND_NAMES[kind]) for kind in Kind])
    label_zh = LineField(_l("Question in Chinese"), [DataRequired(NEEDED), at_most(200)])
    label_en = LineField(_l("Question in English"), [at_most(200)])
    help_zh = LineField(_l("Hint in Chinese"), [at_most(300)])
    help_en = LineField(_l("Hint in English"), [at_most(300)])
    purpose_zh = LineField(
        _l("Purpose in Chinese"), [DataRequired(NEEDED), at_most(200)],
        description=_l("What the answer is used for; everybody who is asked reads it."),
    )  # fmt: skip
    purpose_en = LineField(_l("Purpose in English"), [at_most(200)])
    options = ParagraphsField(
        _l("Choices"), [at_most(5000)],
        description=_l("One a line: Chinese, English, seats. Without a number of seats anybody may choose it."),
    )  # fmt: skip
    required = BooleanField(_l("An answer is needed"))
    keep_days = NumberField(
        _l("Days that the answer is kept after the congress"),
        [Optional(), NumberRange(0, MOST_DAYS, _l("Between 0 and 3650."))],
        description=_l("Without a number it goes with all other answers."),
    )  # fmt: skip
    follow_up = SelectField(_l("Asked when"), default="", choices=[])
    category = SelectField(_l("Asked of"), choices=[])
    track = SelectField(_l("Asked with the track"), choices=[])
    after = SelectField(_l("Asked after the question"), choices=[])
    answer = LineField(
        _l("If the answer was"), [at_most(LONGEST_OPTION)],
        description=_l("The choice in Chinese, as it stands there; “yes” or “no” for an agreement."),
    )  # fmt: skip

    def offer(
        self,
        categories: Sequence[SelectChoice],
        tracks: Sequence[SelectChoice],
        follow_ups: Sequence[SelectChoice],
        earlier: Sequence[Question],
    ) -> None:
        self.follow_up.choices = [SelectChoice("", str(_("When registering"))), *follow_ups]
        self.category.choices = [SelectChoice("", str(_("All categories"))), *categories]
        self.track.choices = [SelectChoice("", str(_("All tracks"))), *tracks]
        deciding = [SelectChoice(q.key, pick(q.label_zh, q.label_en)) for q in earlier if q.kind in DECIDING]
        self.after.choices = [SelectChoice("", str(_("None"))), *deciding]

    def validate_options(self, field: Any) -> None:
        if self.kind.data not in CHOOSING:
            return
        lines = _option_lines(field.data)
        names = [line[0] for line in lines]
        if not 1 <= len(lines) <= MOST_OPTIONS or len(set(names)) < len(names):
            raise ValidationError(_("One to sixty different choices are expected, one a line."))
        for zh, _en, seats in lines:
            if not zh or len(zh) > LONGEST_OPTION:
                raise ValidationError(_("A choice has one to sixty characters."))
            if seats and not (seats.isascii() and seats.isdigit() and len(seats) <= MOST_DIGITS):
                raise ValidationError(_("“%(seats)s” is no number of seats.", seats=seats))

    def validate_answer(self, field: Any) -> None:
        if self.after.data and not field.data:
            raise ValidationError(NEEDED)

    def question(self, key: str) -> Question:
        lines = _option_lines(self.options.data) if self.kind.data in CHOOSING else []
        plain = {name: self[name].data for name in PLAIN}
        return Question(
            **plain,
            key=key,
            kind=Kind(self.kind.data),
            answer=self.answer.data if self.after.data else "",
            options=tuple(Option(zh=zh, en=en, seats=int(seats) if seats else None) for zh, en, seats in lines),
        )

    def fill(self, question: Question) -> None:
        for name in (*PLAIN, "answer"):
            self[name].data = getattr(question, name)
        self.kind.data = question.kind.value
        self.options.data = "\n".join(
            ", ".join((option.zh, option.en, str(option.seats if option.seats is not None else "")))
            for option in question.options
        )


def _option_lines(text: str | None) -> list[list[str]]:
    """Chinese, English and seats of each line; what is missing is empty."""
    lines = [line.replace("，", ",") for line in (text or "").split("\n") if line.strip()]
    return [([cell.strip() for cell in line.split(",")] + ["", ""])[:PARTS_OF_OPTION] for line in lines]
