"""Certificates: one's own as a PDF, and the public page that says whether one is ours."""

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from congress.attendance.actions import certify
from congress.attendance.certificate_pdf import draw_certificate, grouped
from congress.attendance.errors import NoSuchCertificate
from congress.attendance.queries import certificate_by_code
from congress.attendance.register import presence_of
from congress.foundation import clock
from congress.foundation.access import anybody_signed_in, current_actor, public, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import NotFound
from congress.foundation.i18n import LANGUAGES, in_language
from congress.foundation.pages import zone
from congress.programme.queries import the_congress
from congress.registration.queries import registration_for

blueprint = Blueprint("attendance", __name__)


@blueprint.get("/me/<code>/certificate-<lang>.pdf")
@requires(anybody_signed_in)
def own_certificate(code: str, lang: str) -> ResponseReturnValue:
    """Issued at the first download; the code stays."""
    if lang not in LANGUAGES:
        raise NotFound
    with unit_of_work() as session:
        congress, by = the_congress(session), current_actor()
        registration = registration_for(session, by, congress.id, code, see_all=False)
        certificate, presence = certify(session, congress, registration, zone=zone(), by=by, now=clock.now())
        with in_language(lang):
            organiser = current_app.extensions["settings"].organiser_name
            content = draw_certificate(certificate, registration, congress, presence, organiser=organiser)
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="certificate-{code}-{lang}.pdf"'
    return response


@blueprint.get("/certificates")
@public
def ask() -> ResponseReturnValue:
    """Where a code is typed; spaces and small letters are as good."""
    code = "".join(request.args.get("code", "").upper().split())
    if code:
        return redirect(url_for("attendance.certificate", code=code[:40]))
    return render_template("attendance/ask.html")


@blueprint.get("/certificates/<code>")
@public
def certificate(code: str) -> ResponseReturnValue:
    """What we say about the one who holds this code: name, congress, forums."""
    with reading() as session:
        found = certificate_by_code(session, code)
        if found is None:
            raise NoSuchCertificate
        registration = found.registration
        presence = presence_of(session, found.congress_id, registration.id)
        if presence is None:
            raise NoSuchCertificate
        return render_template(
            "attendance/certificate.html", registration=registration, congress=registration.congress,
            presence=presence, issued_at=found.issued_at, code=grouped(found.code),
        )  # fmt: skip
