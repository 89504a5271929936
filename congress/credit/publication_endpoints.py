"""Publications of boards as JSON: announced at once, or step by step; objections, decisions, corrections."""

from datetime import datetime
from typing import Any

from flask import Blueprint
from pydantic import AwareDatetime, Field

from congress.accounts.permissions import is_organiser
from congress.credit.errors import NoSuchBoard, NoSuchPublication, NotYetFinal, SamePerson
from congress.credit.keys import board_key
from congress.credit.models import Publication
from congress.credit.objections import Grievance, decide_objection, object_to
from congress.credit.permissions import judges_boards, sees_all_credit, sees_boards
from congress.credit.publication_queries import objection_by_id, publication_by_id, publications_of
from congress.credit.publishing import (
    announce_publication,
    compute_publication,
    correct_publication,
    finalise_publication,
    publish_board,
    review_publication,
    sign_off_publication,
    switch_board,
    withdraw_publication,
)
from congress.credit.rule_queries import rules_at
from congress.credit.rules import board_by_slug
from congress.credit.states import PREPARED, RELEASED, Edge, ObjectorKind
from congress.foundation.access import anybody_signed_in
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import NotFound, StateRefused
from congress.foundation.pages import zone
from congress.foundation.texts import Line, NonEmptyLine, Paragraphs
from congress.programme.queries import congress_by_id, congress_by_slug

blueprint = Blueprint("credit_publications_api", __name__)
BOARD = "/congresses/<slug>/boards/<board>"
ONE = "/publications/<publication>"


class NoticeIn(Body):
    """Who takes objections, and how to reach them."""

    authority: NonEmptyLine
    phone: Line = ""
    address: Line = ""


class NewPublication(Body):
    as_of: AwareDatetime | None = None
    objections_until: AwareDatetime | None = None
    notice: NoticeIn | None = None


class NewComputation(Body):
    as_of: AwareDatetime | None = None
    edge: Edge = Edge.ALL


class Review(Body):
    note: Line = Field(default="", max_length=500)


class SignOff(Body):
    document_number: NonEmptyLine = Field(max_length=80)
    note: Line = Field(default="", max_length=500)


class Announcement(Body):
    objections_until: AwareDatetime | None = None
    notice: NoticeIn


class Withdrawal(Body):
    reason: NonEmptyLine = Field(max_length=500)


class NewCorrection(Body):
    zh: Paragraphs = Field(min_length=1, max_length=5000)
    en: Paragraphs = Field(default="", max_length=5000)


class Switch(Body):
    with_amounts: bool


class ObjectionState(Answer):
    id: str
    state: str


class CorrectionOut(Answer):
    id: str
    text: dict[str, str]
    published_at: datetime


class PublicationOut(Answer):
    id: str
    board: str
    period: int
    state: str
    as_of: datetime
    objections_until: datetime | None
    provisional: bool
    with_amounts: bool
    document_number: str
    notice: dict[str, Any]
    file: str | None
    objections: list[ObjectionState]
    corrections: list[CorrectionOut]


class PublicationList(Answer):
    items: list[PublicationOut]
    next: str | None


class SwitchOut(Answer):
    board: str
    with_amounts: bool


class NewObjection(Body):
    """A person names themselves, a unit gives the number of its sealed letter, a hint may be anonymous."""

    kind: ObjectorKind = ObjectorKind.PERSON
    objector: Line = Field(default="", max_length=200)
    contact: Line = Field(default="", max_length=200)
    letter: Line = Field(default="", max_length=80)
    text: Paragraphs = Field(min_length=1, max_length=5000)


class ObjectionDecision(Body):
    uphold: bool
    answer: Paragraphs = Field(min_length=1, max_length=5000)


def publication_out(publication: Publication, slug: str) -> PublicationOut:
    until = publication.objections_until
    file = f"/boards/{slug}/{publication.board}/{publication.public_id}.json"
    return PublicationOut(
        id=publication.public_id,
        board=publication.board,
        period=publication.period,
        state=publication.state,
        as_of=publication.as_of.astimezone(zone()),
        objections_until=until.astimezone(zone()) if until else None,
        provisional=publication.provisional,
        with_amounts=publication.with_amounts,
        document_number=publication.document_number,
        notice=publication.notice,
        file=file if publication.state in RELEASED else None,
        objections=[ObjectionState(id=one.public_id, state=one.state) for one in publication.objections],
        corrections=[
            CorrectionOut(
                id=one.public_id,
                text={"zh": one.text_zh, "en": one.text_en},
                published_at=one.made_at.astimezone(zone()),
            )
            for one in publication.corrections
        ],
    )


def _seen(call: Call) -> Publication:
    """What has been announced, and what is being prepared for those who prepare it."""
    found = publication_by_id(call.session, call.path["publication"])
    if found.published_at is None and not sees_all_credit(call.actor):
        raise NoSuchPublication
    return found


def _answer(call: Call) -> PublicationOut:
    call.session.flush()
    found = publication_by_id(call.session, call.path["publication"])
    return publication_out(found, congress_by_id(call.session, found.congress_id).slug)


@endpoint(
    blueprint, "GET", f"{BOARD}/publications", access=sees_boards, scope="credit:read", answer=PublicationList,
    errors=[NoSuchBoard],
)  # fmt: skip
def list_publications(call: Call) -> PublicationList:
    """A board's publications, newest first; those in preparation only for those who prepare them."""
    congress = congress_by_slug(call.session, call.path["slug"])
    if board_by_slug(call.path["board"], rules_at(call.session, call.now)) is None:
        raise NoSuchBoard
    prepared, board = sees_all_credit(call.actor), call.path["board"]
    found = publications_of(call.session, congress.id, prepared=prepared, board=board)
    return PublicationList(items=[publication_out(one, congress.slug) for one in found], next=None)


@endpoint(blueprint, "GET", ONE, access=sees_boards, scope="credit:read", answer=PublicationOut, errors=[NotFound])
def get_publication(call: Call) -> PublicationOut:
    """One publication: where it stands, its notice and its corrections."""
    found = _seen(call)
    return publication_out(found, congress_by_id(call.session, found.congress_id).slug)


@endpoint(
    blueprint, "POST", f"{BOARD}/publications", access=is_organiser, scope="credit:publish", body=NewPublication,
    answer=PublicationOut, status=201, errors=[NotFound],
)  # fmt: skip
def post_publication(call: Call) -> PublicationOut:
    """Freeze a board and sign its public file; objections may be raised for five working days by default."""
    congress = congress_by_slug(call.session, call.path["slug"])
    published = publish_board(
        call.session, congress, call.path["board"], as_of=call.body.as_of,
        objections_until=call.body.objections_until, key=board_key(), zone=zone(), by=call.actor, now=call.now,
        notice=call.body.notice.model_dump() if call.body.notice else None,
    )  # fmt: skip
    return publication_out(published, congress.slug)


@endpoint(
    blueprint, "POST", f"{BOARD}/computations", access=is_organiser, scope="credit:publish", body=NewComputation,
    answer=PublicationOut, status=201, errors=[NotFound],
)  # fmt: skip
def post_computation(call: Call) -> PublicationOut:
    """Freeze a board for review 核算; nobody but those who prepare it sees it yet."""
    congress = congress_by_slug(call.session, call.path["slug"])
    computed = compute_publication(
        call.session, congress, call.path["board"], as_of=call.body.as_of, edge=call.body.edge, zone=zone(),
        by=call.actor, now=call.now,
    )  # fmt: skip
    return publication_out(computed, congress.slug)


@endpoint(
    blueprint, "POST", f"{BOARD}/switch", access=is_organiser, scope="credit:publish", body=Switch, answer=SwitchOut,
    errors=[NoSuchBoard],
)  # fmt: skip
def post_switch(call: Call) -> SwitchOut:
    """Let the next publications of a board show the order only, or amounts too."""
    congress, board = congress_by_slug(call.session, call.path["slug"]), call.path["board"]
    if board_by_slug(board, rules_at(call.session, call.now)) is None:
        raise NoSuchBoard
    wanted = call.body.with_amounts
    switch_board(call.session, congress, board, with_amounts=wanted, by=call.actor, now=call.now)
    return SwitchOut(board=board, with_amounts=wanted)


@endpoint(
    blueprint, "POST", f"{ONE}/review", access=judges_boards, scope="credit:publish", body=Review,
    answer=PublicationOut, errors=[NotFound, SamePerson, StateRefused],
)  # fmt: skip
def post_review(call: Call) -> PublicationOut:
    """联审: somebody else than who computed it has looked at it."""
    review_publication(call.session, _seen(call), call.body.note, by=call.actor, now=call.now)
    return _answer(call)


@endpoint(
    blueprint, "POST", f"{ONE}/sign-off", access=is_organiser, scope="credit:publish", body=SignOff,
    answer=PublicationOut, errors=[NotFound, StateRefused],
)  # fmt: skip
def post_sign_off(call: Call) -> PublicationOut:
    """审签: signed off on paper; the number of the document is kept."""
    number, note = call.body.document_number, call.body.note
    sign_off_publication(call.session, _seen(call), number, note, by=call.actor, now=call.now)
    return _answer(call)


@endpoint(
    blueprint, "POST", f"{ONE}/announce", access=is_organiser, scope="credit:publish", body=Announcement,
    answer=PublicationOut, errors=[NotFound, StateRefused],
)  # fmt: skip
def post_announcement(call: Call) -> PublicationOut:
    """公示: the file is signed and public, objections are open."""
    announce_publication(
        call.session, _seen(call), call.body.notice.model_dump(), objections_until=call.body.objections_until,
        key=board_key(), zone=zone(), by=call.actor, now=call.now,
    )  # fmt: skip
    return _answer(call)


@endpoint(
    blueprint, "POST", f"{ONE}/withdraw", access=is_organiser, scope="credit:publish", body=Withdrawal,
    answer=PublicationOut, errors=[NotFound, StateRefused],
)  # fmt: skip
def post_withdrawal(call: Call) -> PublicationOut:
    """Drop what has not been announced yet."""
    withdraw_publication(call.session, _seen(call), call.body.reason, by=call.actor, now=call.now)
    return _answer(call)


@endpoint(
    blueprint, "POST", f"{ONE}/objections", access=anybody_signed_in, scope="credit:object", body=NewObjection,
    answer=ObjectionState, status=201, errors=[NotFound, StateRefused],
)  # fmt: skip
def post_objection(call: Call) -> ObjectionState:
    """Raise an objection; who it was stays with the secretariat."""
    found = publication_by_id(call.session, call.path["publication"])
    if found.state in PREPARED:
        raise NoSuchPublication
    filed = object_to(call.session, found, Grievance(**call.body.model_dump()), by=call.actor, now=call.now)
    return ObjectionState(id=filed.public_id, state=filed.state)


@endpoint(
    blueprint, "POST", "/objections/<objection>/decide", access=judges_boards, scope="credit:publish",
    body=ObjectionDecision, answer=ObjectionState, errors=[NotFound, SamePerson, StateRefused],
)  # fmt: skip
def post_decision(call: Call) -> ObjectionState:
    """Uphold or dismiss an objection, with the reason; never by whoever announced the board."""
    found = objection_by_id(call.session, call.path["objection"])
    if found is None:
        raise NotFound
    decided = decide_objection(
        call.session, found, uphold=call.body.uphold, answer=call.body.answer, by=call.actor, now=call.now
    )
    return ObjectionState(id=decided.public_id, state=decided.state)


@endpoint(
    blueprint, "POST", f"{ONE}/finalise", access=is_organiser, scope="credit:publish", answer=PublicationOut,
    errors=[NoSuchPublication, NotYetFinal],
)  # fmt: skip
def post_finalise(call: Call) -> PublicationOut:
    """Make a publication final once the time for objections is over and each one is decided."""
    finalise_publication(call.session, _seen(call), by=call.actor, now=call.now)
    return _answer(call)


@endpoint(
    blueprint, "POST", f"{ONE}/corrections", access=is_organiser, scope="credit:publish", body=NewCorrection,
    answer=CorrectionOut, status=201, errors=[NotFound, StateRefused],
)  # fmt: skip
def post_correction(call: Call) -> CorrectionOut:
    """Put a signed notice beside a final board, which stays as it is."""
    made = correct_publication(
        call.session, _seen(call), call.body.zh, call.body.en, key=board_key(), by=call.actor, now=call.now
    )
    return CorrectionOut(
        id=made.public_id, text={"zh": made.text_zh, "en": made.text_en}, published_at=made.made_at.astimezone(zone())
    )
