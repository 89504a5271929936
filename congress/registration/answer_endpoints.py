"""What somebody answered, as programs read it."""

from datetime import datetime

from flask import Blueprint

from congress.foundation.access import anybody_signed_in
from congress.foundation.endpoint import Answer, Call, endpoint
from congress.questions.queries import every_sheet_of
from congress.questions.rules import answer_text, plain_answer
from congress.registration.errors import NoSuchRegistration
from congress.registration.queries import visible_registration

blueprint = Blueprint("answers_api", __name__)


class AnswerOut(Answer):
    key: str
    kind: str
    question: dict[str, str]
    answer: str | bool | int | list[str]
    text: str
    version: int
    follow_up: str | None
    answered_at: datetime | None


class AnswersOut(Answer):
    items: list[AnswerOut]


@endpoint(
    blueprint, "GET", "/congresses/<slug>/registrations/<code>/answers", access=anybody_signed_in,
    scope="registrations:read", answer=AnswersOut, errors=[NoSuchRegistration],
)  # fmt: skip
def get_answers(call: Call) -> AnswersOut:
    """The answers in the words that asked, in their order; of a number and a file what is not masked."""
    held = visible_registration(call.session, call.actor, call.path["slug"], call.path["code"])
    return AnswersOut(
        items=[
            AnswerOut(
                key=question.key,
                kind=question.kind,
                question={"zh": question.label_zh, "en": question.label_en},
                answer=plain_answer(sheet.answers[question.key]),
                text=answer_text(question, sheet.answers[question.key]),
                version=sheet.form.version,
                follow_up=question.follow_up or None,
                answered_at=sheet.answered_at,
            )
            for sheet in every_sheet_of(call.session, [held.id])[held.id]
            for question in sheet.form.questions
            if question.key in sheet.answers
        ]
    )
