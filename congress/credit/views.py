"""The public page of released boards, and their signed files."""

import json

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from congress.credit.errors import NoSuchPublication
from congress.credit.models import Publication
from congress.credit.queries import publication_by_id, released_publications
from congress.credit.states import PublicationState
from congress.foundation.access import public
from congress.foundation.db import reading
from congress.programme.queries import congress_by_id, current_congress

blueprint = Blueprint("credit", __name__)


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


@blueprint.get("/boards/<congress>/<board>/<publication>.json")
@public
def publication_file(congress: str, board: str, publication: str) -> Response:
    """The signed file, exactly as it was made."""
    with reading() as session:
        found = publication_by_id(session, publication)
        belongs = found.board == board and congress_by_id(session, found.congress_id).slug == congress
        if not belongs or found.state == PublicationState.WITHDRAWN:
            raise NoSuchPublication
        return Response(found.document, content_type="application/json")
