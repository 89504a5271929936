"""The public page of released yearly reports, and the public edition of each as a page and as files."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from congress.foundation.access import public
from congress.foundation.db import reading
from congress.foundation.limits import limiter
from congress.programme.queries import congress_by_slug, current_congress
from congress.yearly.book import book_of
from congress.yearly.files import FILES
from congress.yearly.parts import Book
from congress.yearly.queries import report_by_id, reports_of
from congress.yearly.states import Edition

blueprint = Blueprint("yearly", __name__)
ONE = "/reports/<congress>/<report>"


@blueprint.get("/reports")
@public
def reports() -> ResponseReturnValue:
    """Released reports, the newest first, and the newest one itself."""
    with reading() as session:
        congress = current_congress(session)
        found = reports_of(session, congress.id, released=True) if congress else []
        return render_template(
            "yearly/public_list.html", congress=congress, reports=found,
            book=book_of(found[0], Edition.PUBLIC) if found else None, kinds=list(FILES),
        )  # fmt: skip


def _book(congress: str, report: str) -> Book:
    """Raises NotFound for what is not released or of another congress."""
    with reading() as session:
        found = report_by_id(session, congress_by_slug(session, congress).id, report, released=True)
        return book_of(found, Edition.PUBLIC)


@blueprint.get(ONE)
@public
def report(congress: str, report: str) -> ResponseReturnValue:
    book = _book(congress, report)
    return render_template("yearly/public_report.html", congress_slug=congress, book=book, kinds=list(FILES))


@blueprint.get(f"{ONE}.<any(pdf,docx):kind>")
@public
@limiter.limit("60 per minute")
def file(congress: str, report: str, kind: str) -> Response:
    """The public edition to print, in the reader's language."""
    media_type, make = FILES[kind]
    book = _book(congress, report)
    response = Response(make(book), content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="yearly-report-{report}.{kind}"'
    return response
