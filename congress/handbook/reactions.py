"""What is told to whom when a new version of the programme is out: only to those whom a change concerns."""

from sqlalchemy.orm import Session

from congress.foundation.i18n import in_language
from congress.handbook.queries import registrations_of_users
from congress.programme.difference import Difference, differences
from congress.programme.difference_words import message_line
from congress.programme.events import ProgrammeReleased
from congress.programme.plan_queries import release_by_version, users_who_starred
from congress.programme.published import plan_of_release
from congress.registration.messages import tell_changed
from congress.registration.models import Registration
from congress.registration.queries import holders_of


def tell_affected(session: Session, event: ProgrammeReleased) -> None:
    """One message to each registration whose forum, or whose person's marked session, moved or fell away."""
    old = release_by_version(session, event.congress_id, event.before)
    new = release_by_version(session, event.congress_id, event.version)
    if old is None or new is None:
        return
    before, after = plan_of_release(old), plan_of_release(new)
    concerned: dict[int, tuple[Registration, list[Difference]]] = {}
    found = [one for one in differences(before, after) if one.matters]
    forums = {forum.slug: forum.id for plan in (before, after) for forum in plan.forums}
    by_forum: dict[int, list[Difference]] = {}
    for one in found:
        for slug in {item.forum for item in (one.old, one.new) if item and item.forum in forums}:
            by_forum.setdefault(forums[slug or ""], []).append(one)
    for forum, changes in by_forum.items():
        for registration in holders_of(session, forum):
            concerned.setdefault(registration.id, (registration, []))[1].extend(changes)
    _add_marked(session, event, found, concerned)
    for registration, changes in concerned.values():
        ordered = sorted(dict.fromkeys(changes), key=lambda one: one.item.starts_at)
        with in_language(registration.language):
            lines = [message_line(after, one) for one in ordered]
        tell_changed(session, registration, "\n".join(lines), event="programme.released", now=event.at)


def _add_marked(
    session: Session, event: ProgrammeReleased, found: list[Difference],
    concerned: dict[int, tuple[Registration, list[Difference]]],
) -> None:  # fmt: skip
    by_item = {item.id: one for one in found for item in (one.old, one.new) if item}
    stars = users_who_starred(session, list(by_item))
    registrations = registrations_of_users(session, event.congress_id, sorted({user for user, _item in stars}))
    for user, item in stars:
        registration = registrations.get(user)
        if registration is not None:
            concerned.setdefault(registration.id, (registration, []))[1].append(by_item[item])
