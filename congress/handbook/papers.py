"""Badge and agenda of a registration, as PDF, picture and calendar file, in its person's language."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy.orm import Session

from congress.badges.cards import Card
from congress.badges.sheets import badge_pdf, badge_png
from congress.foundation import clock
from congress.foundation.db import reading
from congress.foundation.i18n import _, in_language, pick
from congress.foundation.pages import congress_days, local_time, zone
from congress.handbook.agenda import Agenda, AgendaItem, agenda_paper, agenda_pdf, agenda_png
from congress.handbook.agenda_ics import agenda_calendar
from congress.handbook.folded import draw_folded
from congress.handbook.queries import user_of
from congress.handbook.speech import Speech, Tongue
from congress.notifications.delivery import File, register_maker
from congress.programme.pages import room_name, track_name
from congress.programme.plan_queries import starred_sessions
from congress.programme.published import published_plan
from congress.programme.queries import forums_with_rooms
from congress.programme.rules import Slot, overlaps
from congress.registration.liaisons import liaison_line, liaisons_of
from congress.registration.models import Registration
from congress.registration.passes import badge_token
from congress.registration.queries import registration_by_id, standing_badge
from congress.registration.states import HOLDING_NAMES, HoldingStatus
from congress.seating.cards import badges_of
from congress.seating.labels import seat_labels
from congress.stay.shown import stay_lines


def badge_file(session: Session, registration: Registration) -> bytes | None:
    """The badge as PDF; None while there is no valid one."""
    card = _card(session, registration)
    return badge_pdf(card, language=registration.language) if card else None


def badge_image(session: Session, registration: Registration) -> bytes | None:
    card = _card(session, registration)
    return badge_png(card, language=registration.language) if card else None


def _card(session: Session, registration: Registration) -> Card | None:
    return next((card for _badge, card in badges_of(session, [registration])), None)


def agenda_of(session: Session, registration: Registration, *, now: datetime) -> Agenda:
    """The forums held, with times in the congress's zone, in the registration's language."""
    badge, congress = standing_badge(registration), registration.congress
    forums = forums_with_rooms(session, [holding.forum_id for holding in registration.holdings])
    with in_language(registration.language):
        seats = seat_labels(session, [registration.id])
        items = [
            AgendaItem(
                key=forums[holding.forum_id].slug,
                starts_at=forums[holding.forum_id].starts_at,
                ends_at=forums[holding.forum_id].ends_at,
                title=pick(forums[holding.forum_id].title_zh, forums[holding.forum_id].title_en),
                room=pick(forums[holding.forum_id].room.name, forums[holding.forum_id].room.name_en),
                track=_track(forums[holding.forum_id].track),
                seat=seats.get((registration.id, holding.forum_id), ""),
                status="" if holding.status == "confirmed" else str(HOLDING_NAMES[HoldingStatus(holding.status)]),
                confirmed=holding.status == "confirmed",
            )
            for holding in registration.holdings
        ]
        items += starred_items(session, registration, items)
        return Agenda(
            holder=registration.name,
            congress=pick(congress.title_zh, congress.title_en),
            days=congress_days(congress),
            code=registration.code,
            token=badge_token(badge, congress) if badge else None,
            items=items,
            zone=zone(),
            language=registration.language,
            heading=str(_("Personal agenda")),
            empty=str(_("No forums chosen yet.")),
            zone_note=str(_("All times are Changsha time (UTC+8).")) if zone().key == "Asia/Shanghai" else zone().key,
            printed=str(_("As of %(time)s", time=local_time(now, with_place=False))),
            liaison=liaison_line(liaisons_of(session, [registration.id]).get(registration.id)),
            stay=stay_lines(session, registration.id),
            demo=congress.is_demo,
        )


def starred_items(session: Session, registration: Registration, held: list[AgendaItem]) -> list[AgendaItem]:
    """The sessions that the registration's person marked, with a word where one overlaps a forum that is held."""
    marked = starred_sessions(session, user_of(session, registration), registration.congress_id)
    if not marked:
        return []
    plan = published_plan(session, registration.congress)
    items = []
    for item in plan.items:
        if item.id in marked:
            slot = Slot(item.key, item.starts_at, item.ends_at)
            clashing = [
                one.title
                for one in held
                if one.key != item.forum and overlaps(slot, Slot(one.key, one.starts_at, one.ends_at))
            ]
            items.append(
                AgendaItem(
                    key=f"session-{item.id}",
                    starts_at=item.starts_at,
                    ends_at=item.ends_at,
                    title=pick(item.zh, item.en),
                    room=room_name(plan, item.room),
                    track=track_name(plan, item.track),
                    status=str(_("Overlaps with %(others)s", others="、".join(clashing))) if clashing else "",
                    confirmed=not clashing,
                )
            )
    return items


def _track(track: Any) -> str:
    return pick(track.title_zh, track.title_en) if track else ""


def agenda_file(session: Session, registration: Registration, *, now: datetime) -> bytes:
    return agenda_pdf(agenda_of(session, registration, now=now))


def folded_agenda(session: Session, registration: Registration, *, now: datetime) -> bytes:
    """The same on one sheet that is folded to A6."""
    out = BytesIO()
    draw_folded(out, agenda_of(session, registration, now=now))
    return out.getvalue()


def agenda_document(session: Session, registration: Registration, *, now: datetime) -> bytes:
    """The same for an office that edits it."""
    from congress.handbook.office import write_document  # noqa: PLC0415 -- most processes never write one

    agenda, out = agenda_of(session, registration, now=now), BytesIO()
    plan, speech = published_plan(session, registration.congress), Speech(Tongue(registration.language))
    write_document(out, agenda_paper(agenda), plan, speech)
    return out.getvalue()


def agenda_image(session: Session, registration: Registration, *, now: datetime) -> bytes:
    return agenda_png(agenda_of(session, registration, now=now))


def agenda_events(session: Session, registration: Registration, *, now: datetime) -> bytes:
    host = urlsplit(current_app.extensions["settings"].public_url).hostname or "localhost"
    return agenda_calendar(agenda_of(session, registration, now=now), host=host, now=now)


def _whole(session: Session, wish: Mapping[str, Any]) -> Registration | None:
    found = registration_by_id(session, wish["registration"])
    return found if found is not None and found.status == "confirmed" else None


def _make_badge(wish: dict[str, Any]) -> File | None:
    with reading() as session:
        found = _whole(session, wish)
        content = badge_file(session, found) if found else None
        return (f"badge-{found.code}.pdf", "application/pdf", content) if found and content else None


def _make_badge_picture(wish: dict[str, Any]) -> File | None:
    with reading() as session:
        found = _whole(session, wish)
        content = badge_image(session, found) if found else None
        return (f"badge-{found.code}.png", "image/png", content) if found and content else None


def _make_agenda(wish: dict[str, Any]) -> File | None:
    with reading() as session:
        found = _whole(session, wish)
        if found is None:
            return None
        return f"agenda-{found.code}.pdf", "application/pdf", agenda_file(session, found, now=clock.now())


def _make_calendar(wish: dict[str, Any]) -> File | None:
    with reading() as session:
        found = _whole(session, wish)
        if found is None:
            return None
        return f"agenda-{found.code}.ics", "text/calendar", agenda_events(session, found, now=clock.now())


def register_papers() -> None:
    """Let messages enclose these documents; they are drawn when the message is delivered."""
    register_maker("registration.badge", _make_badge)
    register_maker("registration.badge_picture", _make_badge_picture)
    register_maker("registration.agenda", _make_agenda)
    register_maker("registration.calendar", _make_calendar)
