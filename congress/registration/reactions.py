"""What registration does when the programme changes."""

from sqlalchemy.orm import Session

from congress.foundation.i18n import _, in_language, pick
from congress.foundation.pages import local_time
from congress.programme.events import CapacityRaised, ForumMoved
from congress.programme.queries import forum_with_room
from congress.registration.messages import tell_changed
from congress.registration.queries import holders_of
from congress.registration.seats import fill_from_waitlist


def fill_new_seats(session: Session, event: CapacityRaised) -> None:
    fill_from_waitlist(session, event.forum_id, now=event.at)


def tell_holders(session: Session, event: ForumMoved) -> None:
    """Everybody who holds or waits for the forum hears of its new time and room."""
    forum = forum_with_room(session, event.forum_id)
    for registration in holders_of(session, event.forum_id):
        with in_language(registration.language):
            line = _(
                "“%(forum)s” now takes place on %(time)s in %(room)s.",
                forum=pick(forum.title_zh, forum.title_en),
                time=local_time(forum.starts_at),
                room=pick(forum.room.name, forum.room.name_en),
            )
        tell_changed(session, registration, line, event="registration.forum_moved", now=event.at)
