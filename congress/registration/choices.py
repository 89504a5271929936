"""The forums as somebody chooses among them: by track, with seats left and what went wrong."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from congress.foundation.errors import DomainError
from congress.foundation.i18n import _, pick
from congress.foundation.pages import local_span, zone
from congress.programme.models import Forum


@dataclass(frozen=True)
class ForumChoice:
    """One line of the list."""

    slug: str
    track: str
    title: str
    when: str
    starts: str
    ends: str
    place: str
    left: int
    waitlist: bool
    approval: bool
    checked: bool
    error: str | None


def forum_choices(
    forums: Sequence[Forum], *, chosen: Collection[str], refused: DomainError | None = None
) -> list[ForumChoice]:
    """Forums in the order of tracks, then of time; a refusal is shown at each forum that it names."""
    named = _named(refused)
    lines = [
        ForumChoice(
            slug=forum.slug,
            track=pick(forum.track.title_zh, forum.track.title_en) if forum.track else str(_("For everybody")),
            title=pick(forum.title_zh, forum.title_en),
            when=local_span(forum.starts_at, forum.ends_at),
            starts=forum.starts_at.astimezone(zone()).isoformat(),
            ends=forum.ends_at.astimezone(zone()).isoformat(),
            place=pick(forum.room.name, forum.room.name_en),
            left=forum.seats_left,
            waitlist=forum.waitlist,
            approval=forum.approval,
            checked=forum.slug in chosen,
            error=str(refused) if refused is not None and forum.slug in named else None,
        )
        for forum in forums
    ]
    order = {forum.slug: (forum.track.position if forum.track else -1) for forum in forums}
    return sorted(lines, key=lambda line: order[line.slug])


def _named(refused: DomainError | None) -> set[str]:
    if refused is None:
        return set()
    one = refused.extra.get("forum")
    return set(refused.extra.get("forums", [])) | ({one} if one else set())
