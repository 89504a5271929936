"""A difference in words, for the organiser's list and for those whom it concerns."""

from collections.abc import Mapping

from congress.foundation.i18n import LazyString, _, _l, pick
from congress.foundation.pages import local_span
from congress.programme.difference import Change, Difference
from congress.programme.pages import names_of, room_name
from congress.programme.plan import Plan, PlanItem

CHANGE_NAMES: Mapping[Change, LazyString] = {
    Change.ADDED: _l("New"),
    Change.REMOVED: _l("Taken out"),
    Change.TIME: _l("Another time"),
    Change.ROOM: _l("Another room"),
    Change.TITLE: _l("Another title"),
    Change.PEOPLE: _l("Other speakers"),
    Change.TEXT: _l("Another text"),
}


def before_and_after(old: Plan, new: Plan, found: Difference) -> list[tuple[str, str, str]]:
    """(what, before, after) for each thing that changed, in the reader's language."""
    lines = []
    for change in found.changes:
        before = _told(old, found.old, change) if found.old else ""
        after = _told(new, found.new, change) if found.new else ""
        lines.append((str(CHANGE_NAMES[change]), before, after))
    return lines


def _told(plan: Plan, item: PlanItem, change: Change) -> str:
    if change in {Change.ADDED, Change.REMOVED}:
        told = (local_span(item.starts_at, item.ends_at), room_name(plan, item.room))
        return " · ".join(part for part in told if part)
    if change is Change.TIME:
        return local_span(item.starts_at, item.ends_at)
    if change is Change.ROOM:
        return room_name(plan, item.room) or _("Without a room")
    if change is Change.TITLE:
        return pick(item.zh, item.en)
    if change is Change.PEOPLE:
        return names_of(plan, item.people) or "–"
    return "…"


def message_line(new: Plan, found: Difference) -> str:
    """One sentence for somebody who meant to come."""
    title = pick(found.item.zh, found.item.en)
    if found.new is None:
        return str(_("“%(title)s” does not take place.", title=title))
    return str(
        _(
            "“%(title)s” is now on %(time)s in %(room)s.",
            title=title,
            time=local_span(found.new.starts_at, found.new.ends_at),
            room=room_name(new, found.new.room) or _("a room to be announced"),
        )
    )
