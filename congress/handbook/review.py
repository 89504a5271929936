"""三审三校: one named person reads what the handbook prints, a second one lets it out, and any later change reopens it.

Nothing has to reopen it: an edition stands only for as long as every part prints what these two have read.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import orjson
from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.i18n import LazyString, _l
from congress.handbook.chapters import filled_chapters
from congress.handbook.content import CHAPTER_NAMES, Matter, chart_blocks
from congress.handbook.errors import NothingToRelease, ProgrammeNotReleased, ReadAgain, ReadAlready
from congress.handbook.models import HandbookReview
from congress.handbook.queries import review_to_decide, reviews_of
from congress.handbook.speech import Speech, Tongue
from congress.handbook.states import ReviewState
from congress.programme.errors import NothingChanged, SecondPersonNeeded
from congress.programme.models import Congress
from congress.programme.plan import to_json

PART_NAMES: Mapping[str, LazyString] = {
    "cover": _l("Cover"),
    "programme": _l("Programme"),
    "seating": _l("Seating"),
    "participants": _l("Participants"),
    **CHAPTER_NAMES,
}


def printed_parts(session: Session, congress: Congress, matter: Matter) -> dict[str, str]:
    """Each part of the handbook and a digest of what it prints, in both languages together."""
    speech = Speech(Tongue.BOTH)
    both = replace(matter, speech=speech, filled=filled_chapters(session, congress, speech))
    written = {name: (text.zh, text.en) for name, text in both.texts.items()}
    said: dict[str, object] = {
        "cover": (congress.slogan_zh, congress.slogan_en, both.organiser),
        "programme": orjson.dumps(to_json(both.plan)),
        "seating": [list(chart_blocks(both, chart)) for chart in both.charts if chart.is_released],
        "participants": list(both.participants),
    }
    said |= {name: (written.get(name, ("", "")), both.filled.get(name, ())) for name in CHAPTER_NAMES}
    return {name: hashlib.sha256(repr(what).encode()).hexdigest() for name, what in said.items()}


def mark_of(parts: Mapping[str, str]) -> str:
    """One word for all the parts, by which a page and its button know that they mean the same."""
    return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]


def standing_edition(reviews: Sequence[HandbookReview]) -> HandbookReview | None:
    """The latest edition that two people released."""
    return next((one for one in reviews if one.state == ReviewState.RELEASED), None)


def waiting_review(reviews: Sequence[HandbookReview]) -> HandbookReview | None:
    return next((one for one in reviews if one.state == ReviewState.FIRST), None)


def edition_number(reviews: Sequence[HandbookReview]) -> int:
    """Which edition stands: how often two people have released one."""
    return sum(one.state == ReviewState.RELEASED for one in reviews)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where the handbook stands: what waits for its second reader, what two people released, what differs from it."""

    reviews: Sequence[HandbookReview]
    parts: Mapping[str, str]
    waiting: HandbookReview | None
    released: HandbookReview | None
    edition: int
    # parts that print something else than what was read last
    changed: Sequence[str]


def standing_of(session: Session, congress: Congress, matter: Matter) -> Standing:
    """Where the handbook stands, with what it would print now."""
    reviews, parts = reviews_of(session, congress.id), printed_parts(session, congress, matter)
    waiting, released = waiting_review(reviews), standing_edition(reviews)
    since = waiting or released
    return Standing(
        reviews=reviews, parts=parts, waiting=waiting, released=released, edition=edition_number(reviews),
        changed=[name for name, digest in parts.items() if since and since.parts.get(name) != digest],
    )  # fmt: skip


def with_edition(session: Session, congress: Congress, matter: Matter) -> Matter:
    """The matter, knowing which released edition says the same; none where anything has changed since."""
    reviews = reviews_of(session, congress.id)
    standing = standing_edition(reviews)
    if standing is None or standing.parts != printed_parts(session, congress, matter):
        return matter
    return replace(matter, edition=edition_number(reviews))


def pass_first(
    session: Session, congress: Congress, matter: Matter, seen: str, note: str, *, by: Actor, now: datetime
) -> HandbookReview:
    """One person has read what the page showed; a second one may release it.

    Raises:
        ProgrammeNotReleased: the programme itself has not been released by two people.
        ReadAgain: something has changed since.
        ReadAlready, NothingChanged: somebody has read it as it stands, or two people have.
    """
    parts = _parts_seen(session, congress, matter, seen)
    if not matter.plan.version:
        raise ProgrammeNotReleased
    waiting = review_to_decide(session, congress.id)
    if waiting is not None:
        if waiting.parts == parts:
            raise ReadAlready
        _decide(waiting, ReviewState.OVERTAKEN, by, now)
    reviews = reviews_of(session, congress.id)
    standing = standing_edition(reviews)
    if standing is not None and standing.parts == parts:
        raise NothingChanged
    review = HandbookReview(
        congress_id=congress.id, number=reviews[0].number + 1 if reviews else 1, state=ReviewState.FIRST, parts=parts,
        note=note, first_by=by.user_id, first_name=by.display_name[:120], first_at=now,
    )  # fmt: skip
    session.add(review)
    session.flush()
    _note(session, congress, review, "handbook.read", by=by, now=now)
    return review


def release_edition(
    session: Session, congress: Congress, matter: Matter, seen: str, *, by: Actor, now: datetime
) -> HandbookReview:
    """A second person lets out what the first has read.

    Raises:
        NothingToRelease: nobody has read it.
        SecondPersonNeeded: whoever read it first cannot release it.
        ReadAgain: it is not what the first one read, or what the page showed.
    """
    parts = _parts_seen(session, congress, matter, seen)
    review = _waiting(session, congress)
    if by.user_id is None or by.user_id == review.first_by:
        raise SecondPersonNeeded
    if review.parts != parts:
        raise ReadAgain
    _decide(review, ReviewState.RELEASED, by, now)
    _note(session, congress, review, "handbook.released", by=by, now=now)
    return review


def send_back(session: Session, congress: Congress, reason: str, *, by: Actor, now: datetime) -> None:
    """Something has to be mended first; raises NothingToRelease."""
    review = _waiting(session, congress)
    _decide(review, ReviewState.RETURNED, by, now)
    review.note = reason
    _note(session, congress, review, "handbook.sent_back", by=by, now=now)


def _parts_seen(session: Session, congress: Congress, matter: Matter, seen: str) -> dict[str, str]:
    parts = printed_parts(session, congress, matter)
    if mark_of(parts) != seen:
        raise ReadAgain
    return parts


def _waiting(session: Session, congress: Congress) -> HandbookReview:
    review = review_to_decide(session, congress.id)
    if review is None:
        raise NothingToRelease
    return review


def _decide(review: HandbookReview, state: ReviewState, by: Actor, now: datetime) -> None:
    review.move_to(state)
    review.second_by, review.second_name, review.second_at = by.user_id, by.display_name[:120], now


def _note(session: Session, congress: Congress, review: HandbookReview, act: str, *, by: Actor, now: datetime) -> None:
    record(session, by, act, "handbook", review.number, now=now, congress=congress.slug)
