"""Bringing files: evidence, scans of signed paper."""

from flask import Blueprint, current_app, request

from congress.accounts.permissions import is_division, is_organiser, is_school, is_verifier
from congress.foundation.endpoint import Answer, Call, endpoint
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _
from congress.foundation.uploads import keep_upload
from congress.settings import Settings

blueprint = Blueprint("uploads_api", __name__)


class UploadOut(Answer):
    id: str
    sha256: str
    size: int
    media_type: str


@endpoint(
    blueprint, "POST", "/uploads", access=is_organiser | is_school | is_division | is_verifier, scope="uploads:write",
    answer=UploadOut, status=201, multipart=True,
)  # fmt: skip
def post_upload(call: Call) -> UploadOut:
    """Store one file (pdf, png, jpeg; 20 MB); it is the uploader's until it is attached."""
    settings: Settings = current_app.extensions["settings"]
    file = request.files.get("file")
    if file is None:
        raise Invalid.field("file", _("This field is needed."))
    kept = keep_upload(
        call.session, file.read(), file.filename or "file", call.actor, folder=settings.instance_dir / "uploads",
        largest=settings.max_upload_bytes, now=call.now,
    )  # fmt: skip
    return UploadOut(id=kept.public_id, sha256=kept.sha256, size=kept.size, media_type=kept.media_type)
