"""Files that answer questions: taken by whoever sent them, and by the organisers, which the trail keeps."""

import io

from flask import Blueprint, Response, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import anybody_signed_in, current_actor, requires
from congress.foundation.audit import record
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import NotFound
from congress.programme.queries import the_congress
from congress.questions.queries import answer_file
from congress.registration.queries import registration_by_code, registration_for

blueprint = Blueprint("answer_files", __name__)


def _file(session: Session, registration_id: int, question: str) -> Response:
    found = answer_file(session, registration_id, question)
    if found is None:
        raise NotFound
    content = io.BytesIO(found.content)
    return send_file(content, mimetype=found.media_type, as_attachment=True, download_name=found.filename)


@blueprint.get("/me/<code>/answers/<question>/file")
@requires(anybody_signed_in)
def own(code: str, question: str) -> ResponseReturnValue:
    with reading() as session:
        held = registration_for(session, current_actor(), the_congress(session).id, code, see_all=False)
        return _file(session, held.id, question)


@blueprint.get("/console/registrations/<code>/answers/<question>/file")
@requires(is_organiser)
def sent(code: str, question: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        found, by = registration_by_code(session, the_congress(session).id, code), current_actor()
        file = _file(session, found.id, question)
        record(session, by, "answer.file_viewed", "registration", found.code, now=clock.now(), question=question)
        return file
