"""A clash in words: who or what, the two sessions and when they meet."""

from congress.foundation.i18n import _, pick
from congress.foundation.pages import local_time
from congress.programme.clashes import Found
from congress.programme.plan import Plan
from congress.programme.states import CLASH_NAMES, Clash


def clash_line(plan: Plan, found: Found) -> str:
    """One sentence about it, in the reader's language."""
    if found.kind is Clash.CAPACITY:
        forum = next(one for one in plan.forums if one.id == -found.first)
        room = plan.room[found.about]
        return str(
            _(
                "%(forum)s has more seats (%(seats)s) than %(room)s holds (%(holds)s).",
                forum=pick(forum.zh, forum.en),
                seats=forum.capacity,
                room=pick(room.name, room.name_en),
                holds=room.capacity,
            )
        )
    first, second = plan.item[found.first], plan.item[found.second]
    return str(
        _(
            "%(kind)s, %(what)s: “%(first)s” and “%(second)s”, %(time)s",
            kind=str(CLASH_NAMES[found.kind]),
            what=about(plan, found),
            first=pick(first.zh, first.en),
            second=pick(second.zh, second.en),
            time=local_time(second.starts_at, with_place=False),
        )
    )


def about(plan: Plan, found: Found) -> str:
    """The room or the person that is wanted twice."""
    if found.kind in {Clash.ROOM, Clash.CAPACITY}:
        room = plan.room[found.about]
        return pick(room.name, room.name_en)
    speaker = plan.speaker[found.about]
    return pick(speaker.name, speaker.name_en)
