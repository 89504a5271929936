"""Long work, as programs watch it."""

from flask import Blueprint, Response

from congress.accounts.permissions import is_organiser
from congress.foundation.batches import Batch, batch_by_public_id, send_batch_file
from congress.foundation.documents.docx import DOCX
from congress.foundation.endpoint import Answer, Call, endpoint
from congress.foundation.errors import NotFound

blueprint = Blueprint("jobs_api", __name__)


class JobOut(Answer):
    state: str
    done: int
    total: int
    file: str | None


def _batch(call: Call) -> Batch:
    """What the caller asked for: the file of somebody else's may hold what this one gave no reason to see."""
    found = batch_by_public_id(call.session, call.path["job"])
    if found is None or found.user_id != call.actor.user_id:
        raise NotFound
    return found


@endpoint(
    blueprint, "GET", "/jobs/<job>", access=is_organiser, scope="registrations:read", answer=JobOut, errors=[NotFound]
)
def get_job(call: Call) -> JobOut:
    """How far a piece of long work is, and where its file is once it is done."""
    found = _batch(call)
    file = f"/api/v1/jobs/{found.public_id}/file" if found.file else None
    return JobOut(state=found.state, done=found.done, total=found.total, file=file)


@endpoint(
    blueprint, "GET", "/jobs/<job>/file", access=is_organiser, scope="registrations:read",
    media_type=f"application/pdf, {DOCX}", errors=[NotFound],
)  # fmt: skip
def get_job_file(call: Call) -> Response:
    """The file that a piece of long work made."""
    return send_batch_file(_batch(call))
