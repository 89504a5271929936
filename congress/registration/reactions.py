"""What registration does when the programme changes."""

from sqlalchemy.orm import Session

from congress.foundation.i18n import _, in_language, pick
from congress.foundation.pages import local_time
from congress.programme.clashes import level_of
from congress.programme.errors import ClashRefused
from congress.programme.events import CapacityRaised, ForumMoved
from congress.programme.queries import congress_by_id, forum_with_room
from congress.programme.states import Clash, Level
from congress.registration.agenda_queries import people_between
from congress.registration.messages import tell_changed
from congress.registration.queries import holders_of
from congress.registration.seats import fill_from_waitlist


def fill_new_seats(session: Session, event: CapacityRaised) -> None:
    fill_from_waitlist(session, event.forum_id, now=event.at)


def keep_agendas_possible(session: Session, event: ForumMoved) -> None:
    """Where the congress refuses such clashes, a forum does not move into another one that its people hold.

    Raises:
        ClashRefused: it would.
    """
    forum = forum_with_room(session, event.forum_id)
    if level_of(congress_by_id(session, forum.congress_id).clash_levels, Clash.AGENDA) is not Level.BLOCK:
        return
    if people := people_between(session, forum.id):
        raise ClashRefused(_("%(count)s people hold another forum at that time.", count=people))


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
