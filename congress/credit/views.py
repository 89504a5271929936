"""The public page of released boards: each with its notice, its files and a way to object."""

import json

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.credit.errors import NoSuchPublication
from congress.credit.forms import ObjectionForm
from congress.credit.models import Publication
from congress.credit.objections import object_to
from congress.credit.publication_queries import publication_by_id, released_publications
from congress.credit.sheet import sheet_of
from congress.credit.sheet_files import FILES
from congress.credit.states import RELEASED, PublicationState
from congress.foundation import clock
from congress.foundation.access import current_actor, public
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, NotFound
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.limits import limiter
from congress.foundation.pages import flash_done
from congress.programme.queries import congress_by_id, current_congress

blueprint = Blueprint("credit", __name__)
ONE = "/boards/<congress>/<board>/<publication>"


@blueprint.get("/boards")
@public
def boards() -> ResponseReturnValue:
    """The newest released publication of each board: an order, without numerals or amounts."""
    with reading() as session:
        congress = current_congress(session)
        found = released_publications(session, congress.id) if congress else []
        newest: dict[str, Publication] = {}
        for publication in found:
            newest.setdefault(publication.board, publication)
        shown = [(publication, json.loads(publication.document)) for publication in newest.values()]
        shown.sort(key=lambda pair: pair[0].board)
        return render_template("credit/boards.html", congress=congress, boards=shown)


def _released(session: Session, congress: str, board: str, publication: str) -> Publication:
    """What the public may read under this address; else NoSuchPublication."""
    found = publication_by_id(session, publication)
    belongs = found.board == board and congress_by_id(session, found.congress_id).slug == congress
    if not belongs or found.state not in RELEASED:
        raise NoSuchPublication
    return found


def _page(session: Session, found: Publication, form: ObjectionForm, status: int = 200) -> ResponseReturnValue:
    congress, until = congress_by_id(session, found.congress_id), found.objections_until
    is_open = found.state == PublicationState.ANNOUNCED and until is not None and clock.now() < until
    page = render_template(
        "credit/publication.html", publication=found, sheet=sheet_of(found), congress=congress, form=form,
        is_open=is_open, kinds=list(FILES), decided=[one for one in found.objections if one.decided_at is not None],
    )  # fmt: skip
    return page, status


@blueprint.get(ONE)
@public
def publication(congress: str, board: str, publication: str) -> ResponseReturnValue:
    """One released board with everything that was printed of it."""
    with reading() as session:
        return _page(session, _released(session, congress, board, publication), ObjectionForm(formdata=None))


@blueprint.get(f"{ONE}.json")
@public
def publication_file(congress: str, board: str, publication: str) -> Response:
    """The signed file, exactly as it was made."""
    with reading() as session:
        found = _released(session, congress, board, publication)
        return Response(found.document, content_type="application/json")


@blueprint.get(f"{ONE}.<any(pdf,docx,xlsx):kind>")
@public
@limiter.limit("60 per minute")
def publication_document(congress: str, board: str, publication: str, kind: str) -> Response:
    """The board to print, in the reader's language."""
    with reading() as session:
        found = _released(session, congress, board, publication)
        media_type, make = FILES[kind]
        response = Response(make(sheet_of(found)), content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{board}-{publication}.{kind}"'
    return response


@blueprint.get(f"{ONE}/corrections/<correction>.json")
@public
def correction_file(congress: str, board: str, publication: str, correction: str) -> Response:
    """A signed notice that corrects a board."""
    with reading() as session:
        found = _released(session, congress, board, publication)
        for one in found.corrections:
            if one.public_id == correction:
                return Response(one.document, content_type="application/json")
    raise NotFound


@blueprint.post(f"{ONE}/objections")
@public
@limiter.limit("20 per minute")
def add_objection(congress: str, board: str, publication: str) -> ResponseReturnValue:
    """Object without an account: under seal, under one's name, or as an anonymous hint."""
    form = ObjectionForm()
    status = 422
    with reading() as session:
        _released(session, congress, board, publication)
    if submitted(form):
        try:
            with unit_of_work() as session:
                found = _released(session, congress, board, publication)
                object_to(session, found, form.grievance(), by=current_actor(), now=clock.now())
        except DomainError as error:
            form.show(error)
            status = error.status
        else:
            flash_done(_("Your objection has arrived; it stays with the secretariat."))
            return redirect(url_for(".publication", congress=congress, board=board, publication=publication))
    with reading() as session:
        return _page(session, _released(session, congress, board, publication), form, status)
