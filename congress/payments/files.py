"""Files about money that leave the product."""

from flask import Response, current_app

from congress.foundation.errors import NotFound
from congress.foundation.uploads import SUFFIX, path_of
from congress.payments.models import Invoice
from congress.settings import Settings


def invoice_file(invoice: Invoice) -> Response:
    """The electronic invoice as it was uploaded; always a download."""
    if invoice.upload is None:
        raise NotFound
    settings: Settings = current_app.extensions["settings"]
    content = path_of(settings.instance_dir / "uploads", invoice.upload).read_bytes()
    kind = invoice.upload.media_type
    response = Response(content, content_type=kind)
    name = f"invoice-{invoice.public_id}{SUFFIX[kind]}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
