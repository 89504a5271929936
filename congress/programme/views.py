"""The public programme: by day, track, room and list, one session, the speakers, and what runs now."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from congress.foundation import clock
from congress.foundation.access import anybody_signed_in, current_actor, public, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.i18n import language, pick
from congress.foundation.pages import day_title, safe_next, zone
from congress.programme.actions import set_star
from congress.programme.errors import NoSuchPicture, NoSuchSession, NoSuchSpeaker
from congress.programme.pages import (
    MOST_LINES,
    Line,
    at_the_same_time,
    chosen,
    groups,
    line_of,
    now_and_next,
    read_wish,
    room_title,
    speaker_name,
    speaker_office,
    sponsor_groups,
    track_name,
)
from congress.programme.plain import shown_html
from congress.programme.plan import Plan, PlanItem
from congress.programme.plan_queries import picture_by_name, sponsors_of, starred_sessions
from congress.programme.published import keeper, published_plan
from congress.programme.queries import current_congress, the_congress

blueprint = Blueprint("programme", __name__)
MOST_PAGES_KEPT = 200


@blueprint.get("/programme")
@public
def programme() -> ResponseReturnValue:
    with reading() as session:
        congress = current_congress(session)
        if congress is None:
            return render_template("programme/nothing.html")
        plan = published_plan(session, congress)
        starred = starred_sessions(session, current_actor().user_id, congress.id)
        sponsors = sponsor_groups(sponsors_of(session, congress.id))
    now = clock.now()
    wish = read_wish(plan, request.args.to_dict(), now=now)
    running, coming = now_and_next(plan, now)
    html = render_template(
        "programme/programme.html",
        congress=congress, plan=plan, wish=wish, lines=_lines(congress.id, plan, wish), running=running, coming=coming,
        days=[(day.isoformat(), day_title(day)) for day in plan.days(zone())],
        rooms=[(str(room.id), pick(room.name, room.name_en)) for room in plan.used_rooms()],
        tracks=[(slug, pick(zh, en)) for slug, zh, en in plan.labels()],
        starred=[line_of(plan, plan.item[one]) for one in sorted(starred) if one in plan.item],
        zone_name=zone().key, room=plan.room.get(wish.room) if wish.room else None, sponsors=sponsors,
    )  # fmt: skip
    return _for_the_device(html)


def _for_the_device(html: str) -> Response:
    """A page that may be kept on the reader's device for a bad network, unless it was drawn for somebody."""
    response = Response(html)
    if not current_actor().is_authenticated:
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _lines(congress_id: int, plan: Plan, wish: Any) -> Markup:
    """The list itself, drawn once for each wish and language until the programme changes; a search is not kept."""
    pages = keeper().pages
    key = (congress_id, id(plan), language(), wish)
    if key in pages:
        return Markup(pages[key])  # noqa: S704 -- what the template below wrote, with every text escaped
    items = chosen(plan, wish)
    start = (wish.page - 1) * MOST_LINES
    shown = items[start : start + MOST_LINES]
    html = render_template(
        "programme/_lines.html", groups=groups(plan, wish, shown), wish=wish, count=len(items),
        more=len(items) > start + MOST_LINES,
    )  # fmt: skip
    if not wish.q and len(pages) < MOST_PAGES_KEPT:
        pages[key] = html
    return Markup(html)  # noqa: S704 -- as above


@blueprint.get("/programme/<int:item>")
@public
def one_session(item: int) -> ResponseReturnValue:
    """One session, at the address that stays its own."""
    with reading() as session:
        congress = the_congress(session)
        plan = published_plan(session, congress)
        starred = starred_sessions(session, current_actor().user_id, congress.id)
    found = plan.item.get(item)
    if found is None:
        raise NoSuchSession
    meanwhile = [pick(one.zh, one.en) for one in at_the_same_time(plan, found, starred)]
    return _for_the_device(
        render_template(
            "programme/session.html",
            congress=congress, **_facts(plan, found), starred=item in starred, meanwhile=meanwhile,
        )
    )  # fmt: skip


def _facts(plan: Plan, item: PlanItem) -> dict[str, Any]:
    forum = plan.forum.get(item.forum) if item.forum else None
    return {
        "item": item,
        "line": line_of(plan, item),
        "room": room_title(plan, item.room),
        "room_plan": plan.room[item.room].plan if item.room in plan.room else "",
        "track": track_name(plan, item.track),
        "forum": pick(forum.zh, forum.en) if forum else "",
        "abstract": shown_html(pick(item.abstract, item.abstract_en)),
        "people": [
            (plan.speaker[one], speaker_name(plan.speaker[one]), speaker_office(plan.speaker[one]), one in item.hosts)
            for one in item.people
            if one in plan.speaker
        ],
        "day": plan.day_of(item.starts_at, zone()),
    }


@blueprint.post("/programme/<int:item>/star")
@requires(anybody_signed_in)
def star(item: int) -> ResponseReturnValue:
    """Mark a session for one's own agenda, or take the mark away."""
    with unit_of_work() as session:
        congress = the_congress(session)
        if item not in published_plan(session, congress).item:
            raise NoSuchSession
        set_star(session, current_actor(), item, wanted=request.form.get("star") != "no")
    back = safe_next(request.form.get("next"))
    return redirect(back or url_for("programme.one_session", item=item))


@blueprint.get("/programme/pictures/<name>")
@public
def picture(name: str) -> Response:
    """A photo, plan or logo; its name says what is in it, so that a device may keep it for good."""
    with reading() as session:
        found = picture_by_name(session, name)
        if found is None:
            raise NoSuchPicture
        response = Response(found.content, content_type=found.media_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@blueprint.get("/programme/speakers")
@public
def speakers() -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        plan = published_plan(session, congress)
    found = [(one, speaker_name(one), speaker_office(one)) for one in plan.speakers]
    return _for_the_device(render_template("programme/speakers.html", congress=congress, speakers=found))


@blueprint.get("/programme/speakers/<int:speaker>")
@public
def one_speaker(speaker: int) -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        plan = published_plan(session, congress)
    found = plan.speaker.get(speaker)
    if found is None:
        raise NoSuchSpeaker
    days: dict[str, list[Line]] = {}
    for item in plan.items_of(speaker):
        days.setdefault(day_title(plan.day_of(item.starts_at, zone())), []).append(line_of(plan, item))
    return render_template(
        "programme/speaker.html",
        congress=congress, speaker=found, name=speaker_name(found), office=speaker_office(found),
        biography=pick(found.biography, found.biography_en), days=days,
    )  # fmt: skip
