"""Answers that are more than a text, for tests."""

import io
from datetime import UTC, datetime

from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from congress.foundation.access import SYSTEM
from congress.programme.queries import the_congress
from congress.questions.actions import keep_answers, release_form, save_question
from congress.questions.queries import released_form
from congress.questions.rules import Question
from congress.questions.states import Kind
from congress.registration.models import Registration
from tests.factories.office import PDF
from tests.factories.privacy import NUMBER


def answer_with_more(session: Session, registration: Registration) -> dict[str, str]:
    """A file and a number, as somebody sent them; answers the values of the rules' parts."""
    congress, now = the_congress(session), datetime.now(UTC)
    asked = {"FILE": Kind.FILE, "NUMBER": Kind.IDENTITY}
    for key, kind in asked.items():
        question = Question(key=key, kind=kind, label_zh=f"示例{key}", purpose_zh="示例用途")
        save_question(session, congress, question, by=SYSTEM, now=now)
    release_form(session, congress, by=SYSTEM, now=now)
    given = {"FILE": FileStorage(io.BytesIO(PDF), filename="示例.pdf"), "NUMBER": NUMBER}
    keep_answers(session, registration.id, released_form(session, congress.id), given, now=now)
    return {"file_question": "FILE", "number_question": "NUMBER"}
