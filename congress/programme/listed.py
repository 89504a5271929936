"""Lists of the programme as files."""

from sqlalchemy import Select

from congress.accounts.permissions import is_organiser
from congress.foundation.i18n import _, _l, pick
from congress.foundation.lists import Column, ListedRows, Scope, cell_time, one_by_one
from congress.programme.models import Forum, Session, Speaker
from congress.programme.plan_queries import speakers_statement
from congress.programme.queries import forums_statement, sessions_statement


def _forums(scope: Scope) -> Select[tuple[Forum]]:
    return forums_statement(scope.congress_id, released_only=False).order_by(Forum.starts_at, Forum.id)


def _forum(one: Forum) -> list[object]:
    return [
        pick(one.title_zh, one.title_en), pick(one.track.title_zh, one.track.title_en) if one.track else "",
        pick(one.room.name, one.room.name_en), cell_time(one.starts_at), cell_time(one.ends_at), one.capacity,
        one.taken, one.seats_left, _("yes") if one.waitlist else _("no"), _("yes") if one.approval else _("no"),
    ]  # fmt: skip


def _sessions(scope: Scope) -> Select[tuple[Session]]:
    return sessions_statement(scope.congress_id, released_only=False).order_by(Session.starts_at, Session.id)


def _session(one: Session) -> list[object]:
    return [
        pick(one.title_zh, one.title_en), cell_time(one.starts_at), cell_time(one.ends_at),
        pick(one.room.name, one.room.name_en) if one.room else "",
        pick(one.forum.title_zh, one.forum.title_en) if one.forum else "",
        "、".join(speaker.name for speaker in one.speakers), _("yes") if one.released else _("no"),
    ]  # fmt: skip


def _speakers(scope: Scope) -> Select[tuple[Speaker]]:
    return speakers_statement(scope.congress_id)


def _speaker(one: Speaker) -> list[object]:
    return [
        one.name, one.name_en, one.organisation, one.organisation_en, one.title, one.title_en, one.biography,
        one.biography_en,
    ]  # fmt: skip


LISTS = [
    ListedRows(
        name="speakers",
        title=_l("Speakers"),
        order=_l("By the rank set by hand"),
        access=is_organiser,
        of_the_plan=True,
        columns=[
            Column(_l("Name"), personal=True),
            Column(_l("Name in English"), personal=True),
            Column(_l("Organisation"), personal=True),
            Column(_l("Organisation in English"), personal=True),
            Column(_l("Position"), personal=True),
            Column(_l("Position in English"), personal=True),
            Column(_l("About the person"), personal=True),
            Column(_l("About the person in English"), personal=True),
        ],
        statement=_speakers,
        cells=one_by_one(_speaker),
    ),
    ListedRows(
        name="forums",
        title=_l("Forums and seats"),
        order=_l("Sorted by time"),
        access=is_organiser,
        of_the_plan=True,
        columns=[
            Column(_l("Forum")),
            Column(_l("Track")),
            Column(_l("Room")),
            Column(_l("Begins")),
            Column(_l("Ends")),
            Column(_l("Seats")),
            Column(_l("Taken")),
            Column(_l("Free")),
            Column(_l("Waitlist")),
            Column(_l("By approval")),
        ],
        statement=_forums,
        cells=one_by_one(_forum),
    ),
    ListedRows(
        name="sessions",
        title=_l("Sessions"),
        order=_l("Sorted by time"),
        access=is_organiser,
        of_the_plan=True,
        columns=[
            Column(_l("Item")),
            Column(_l("Begins")),
            Column(_l("Ends")),
            Column(_l("Room")),
            Column(_l("Forum")),
            Column(_l("Speakers")),
            Column(_l("Released")),
        ],
        statement=_sessions,
        cells=one_by_one(_session),
    ),
]
