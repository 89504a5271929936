"""Badges with the seat and the liaison that somebody has: the same whether one is printed or ten thousand."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from congress.alumni.queries import educations_of
from congress.badges.cards import Card
from congress.foundation.i18n import in_language
from congress.registration.cards import card_of
from congress.registration.liaisons import liaison_line, liaisons_of
from congress.registration.models import Badge, Registration
from congress.registration.photo_queries import photos_to_print
from congress.registration.queries import standing_badge
from congress.seating.labels import seat_labels

# more would make the name small
SEATS_ON_BADGE = 2


def badges_of(session: Session, people: Sequence[Registration]) -> list[tuple[Badge, Card]]:
    """The valid badge of each of them and what it shows, in their own language; who has none is left out."""
    schools: dict[int, list[Any]] = {}
    for education in educations_of(session, [one.person_id for one in people]):
        schools.setdefault(education.person_id, []).append(education)
    seats, photos = _seats(session, people), photos_to_print(session, people)
    liaisons = liaisons_of(session, [one.id for one in people])
    found = []
    for one in people:
        badge = standing_badge(one)
        if badge is not None:
            with in_language(one.language):
                card = replace(
                    card_of(one, badge, schools.get(one.person_id, [])),
                    seat="  ·  ".join(seats[one.id]),
                    liaison=liaison_line(liaisons.get(one.id)),
                    photo=photos.get(one.id, b""),
                )
            found.append((badge, card))
    return found


def _seats(session: Session, people: Sequence[Registration]) -> dict[int, list[str]]:
    """Registration → seats, in the order of the forums."""
    labels = {}
    for language in {one.language for one in people}:
        with in_language(language):
            labels[language] = seat_labels(session, [one.id for one in people if one.language == language])
    return {
        one.id: [
            labels[one.language][one.id, held.forum_id]
            for held in sorted(one.holdings, key=lambda held: held.forum.starts_at)
            if (one.id, held.forum_id) in labels[one.language]
        ][:SEATS_ON_BADGE]
        for one in people
    }
