"""From what somebody typed to what is kept: places by code and name, numbers sealed, files beside the sheet.

A kept answer that is more than a text has the shape {"name": what anybody may read, …}.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from congress.foundation.errors import Invalid
from congress.foundation.i18n import _
from congress.foundation.identity_numbers import masked, resident_number
from congress.foundation.sealed import FieldSeal
from congress.foundation.uploads import checked_media_type, plain_filename
from congress.questions.models import AnswerFile
from congress.questions.queries import answer_file, remove_answer_files
from congress.questions.rules import FIELD, Question
from congress.questions.states import KEPT, NAMING, Kind
from congress.schools.models import Division, Industry, School
from congress.schools.queries import (
    all_divisions,
    all_industries,
    all_schools,
    resolve_division,
    resolve_industry,
    resolve_school,
)
from congress.settings import Settings

EVERY: Mapping[Kind, Any] = {
    Kind.SCHOOL: all_schools, Kind.DIVISION: all_divisions, Kind.INDUSTRY: all_industries,
}  # fmt: skip
RESOLVE: Mapping[Kind, Any] = {
    Kind.SCHOOL: resolve_school, Kind.DIVISION: resolve_division, Kind.INDUSTRY: resolve_industry,
}  # fmt: skip


def settle_answers(
    session: Session, registration_id: int, questions: Iterable[Question], given: Mapping[str, Any],
    held: Mapping[str, Any], *, now: datetime,
) -> dict[str, Any]:  # fmt: skip
    """The answers as they are kept; `held` are those of the same kinds that stand, some of which were given again by
    what is shown of them. A file that is not answered with any more goes.

    Raises:
        Invalid: at the question's field: nothing of that name is known, or the file or the number is none.
        TooLarge: a file has too many bytes.
    """
    settled = dict(given)
    files = set()
    for question in questions:
        key, answer = question.key, given.get(question.key)
        if question.kind is Kind.FILE:
            files.add(key)
        if answer is None or answer == held.get(key):
            continue
        if question.kind in NAMING:
            settled[key] = _named(session, question, answer)
        elif question.kind is Kind.IDENTITY:
            settled[key] = _sealed(question, answer, held.get(key))
        elif question.kind is Kind.FILE:
            settled[key] = _file(session, registration_id, question, answer, held.get(key), now=now)
    gone = {key for key in files & held.keys() if key not in settled}
    if gone:
        remove_answer_files(session, [registration_id], gone)
    return settled


def names_of(session: Session, kind: Kind) -> list[str]:
    """What a field of this kind proposes."""
    every: Iterable[School | Division | Industry] = EVERY[kind](session)
    return [_whole_name(one) for one in every]


def _named(session: Session, question: Question, answer: str) -> dict[str, str]:
    found = RESOLVE[question.kind](session, answer)
    if found is None:
        raise _refused(question, _("Nothing of this name is known; please choose from the list."))
    return {"name": _whole_name(found), "en": found.name_en, "code": found.code}


def _whole_name(found: School | Division | Industry) -> str:
    """Counties of the same name lie in several prefectures."""
    if isinstance(found, Industry):
        return found.name_zh
    above = found.parent if isinstance(found, Division) else None
    return f"{above.name}{found.name}" if above is not None else found.name


def _sealed(question: Question, answer: str, held: Any) -> dict[str, str]:
    if held is not None and answer == held["name"]:
        return dict(held)
    try:
        number = resident_number(answer)
    except ValueError:
        raise _refused(question, _("No card has this number. Please check each digit.")) from None
    sealed = _seal().seal(number, _place(question.key))
    return {"name": masked(number), "sealed": base64.b64encode(sealed).decode()}


def open_number(key: str, answer: Mapping[str, str]) -> str:
    """The whole number; whoever asks for it writes down why."""
    return _seal().open(base64.b64decode(answer["sealed"]), _place(key))


def _seal() -> FieldSeal:
    return FieldSeal(_settings())


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _place(key: str) -> str:
    """Not bound to the registration: of doubles one takes the other's answers over."""
    return f"answers/{key}"


def _file(
    session: Session, registration_id: int, question: Question, answer: Any, held: Any, *, now: datetime
) -> dict[str, Any]:
    if answer == KEPT and held is not None:
        return dict(held)
    if not isinstance(answer, FileStorage):
        raise _refused(question, _("Choose a file."))
    content = answer.read()
    try:
        media_type = checked_media_type(content, largest=_settings().max_upload_bytes)
    except Invalid as error:
        raise _refused(question, (error.errors or [{"message": str(error)}])[0]["message"]) from None
    kept = answer_file(session, registration_id, question.key) or AnswerFile(
        registration_id=registration_id, question=question.key
    )
    kept.filename, kept.media_type, kept.size = plain_filename(answer.filename or ""), media_type, len(content)
    kept.sha256, kept.content, kept.sent_at = hashlib.sha256(content).hexdigest(), content, now
    session.add(kept)
    return {"name": kept.filename, "sha256": kept.sha256}


def _refused(question: Question, message: str) -> Invalid:
    return Invalid.field(FIELD + question.key, message)
