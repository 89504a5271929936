"""Forums with their seats, and the items of the programme, in the console."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session as DbSession

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, pick
from congress.foundation.pages import flash_done, zone
from congress.foundation.paging import paginate
from congress.programme.actions import change_forum, create_forum, set_registration_open
from congress.programme.chosen import planned_congress, show_choice
from congress.programme.forms import ForumForm, SessionForm
from congress.programme.models import Forum, Session
from congress.programme.queries import (
    forum_by_slug,
    forums_of,
    session_by_key,
    sessions_statement,
    tracks_of,
)
from congress.programme.sessions import remove_session, save_session

blueprint = Blueprint("programme_staff", __name__)
show_choice(blueprint)
LIST_SIZE = 50
SESSION_FIELDS = ("title_zh", "title_en", "kind", "forum", "room", "abstract", "abstract_en", "released")


@blueprint.get("/console/forums")
@requires(is_organiser)
def forums() -> ResponseReturnValue:
    with reading() as session:
        congress = planned_congress(session)
        found = forums_of(session, congress.id)
        return render_template("programme/staff_forums.html", congress=congress, forums=found)


@blueprint.post("/console/registration-window")
@requires(is_organiser)
def registration_window() -> ResponseReturnValue:
    """Open or close the registration by hand."""
    is_open = request.form.get("open") == "yes"
    with unit_of_work() as session:
        set_registration_open(session, planned_congress(session), is_open=is_open, by=current_actor(), now=clock.now())
    flash_done(_("The registration is open.") if is_open else _("The registration is closed."))
    return redirect(url_for("programme_staff.forums"))


def _forum_page(form: ForumForm, forum: Forum | None, status: int = 200) -> ResponseReturnValue:
    return render_template("programme/staff_forum.html", form=form, forum=forum), status


def _offer_tracks(session: DbSession, form: ForumForm) -> None:
    tracks = tracks_of(session, planned_congress(session).id)
    form.offer([(track.slug, pick(track.title_zh, track.title_en)) for track in tracks])


def _local(moment: datetime) -> datetime:
    return moment.astimezone(zone()).replace(tzinfo=None)


def _moment(typed: datetime) -> datetime:
    """What was typed is the clock at the congress's place."""
    return typed.replace(tzinfo=zone())


def _forum_facts(form: ForumForm) -> dict[str, Any]:
    facts = {name: form[name].data for name in ("slug", "room", "capacity", "waitlist", "approval", "released")}
    return facts | {
        "title": {"zh": form.title_zh.data, "en": form.title_en.data},
        "track": form.track.data or None,
        "promotion": form.promotion.data,
        "starts_at": _moment(form.starts_at.data),
        "ends_at": _moment(form.ends_at.data),
    }


def _forum_form(forum: Forum | None) -> ForumForm:
    if forum is None:
        return ForumForm(formdata=None, released=True, capacity=100)
    form = ForumForm(formdata=None, obj=forum)
    form.track.data = forum.track.slug if forum.track else ""
    form.room.data = forum.room.name
    form.starts_at.data, form.ends_at.data = _local(forum.starts_at), _local(forum.ends_at)
    return form


@blueprint.get("/console/forums/new")
@requires(is_organiser)
def new_forum() -> ResponseReturnValue:
    with reading() as session:
        form = _forum_form(None)
        _offer_tracks(session, form)
        return _forum_page(form, None)


@blueprint.get("/console/forums/<slug>")
@requires(is_organiser)
def edit_forum(slug: str) -> ResponseReturnValue:
    with reading() as session:
        forum = forum_by_slug(session, planned_congress(session).id, slug)
        form = _forum_form(forum)
        _offer_tracks(session, form)
        return _forum_page(form, forum)


def _save_forum(slug: str | None) -> ResponseReturnValue:
    form = ForumForm()
    with reading() as session:
        _offer_tracks(session, form)
        forum = forum_by_slug(session, planned_congress(session).id, slug) if slug else None
        if not submitted(form):
            return _forum_page(form, forum, 422)
    try:
        with unit_of_work() as session:
            congress, by, now = planned_congress(session), current_actor(), clock.now()
            if slug is None:
                stored = create_forum(session, congress, _forum_facts(form), by=by, now=now)
            else:
                forum = forum_by_slug(session, congress.id, slug)
                stored = change_forum(session, congress, forum, _forum_facts(form), by=by, now=now)
            clashes = stored.room_clashes
    except DomainError as error:
        form.show(error)
        with reading() as session:
            forum = forum_by_slug(session, planned_congress(session).id, slug) if slug else None
            return _forum_page(form, forum, error.status)
    flash_done(_("The forum is saved."))
    _warn(_("In the same room at the same time: %(others)s"), clashes)
    return redirect(url_for("programme_staff.forums"))


def _warn(text: str, others: list[str]) -> None:
    if others:
        flash(text % {"others": "、".join(others)}, "warning")


@blueprint.post("/console/forums/new")
@requires(is_organiser)
def add_forum() -> ResponseReturnValue:
    return _save_forum(None)


@blueprint.post("/console/forums/<slug>")
@requires(is_organiser)
def save_forum(slug: str) -> ResponseReturnValue:
    return _save_forum(slug)


@blueprint.get("/console/sessions")
@requires(is_organiser)
def sessions() -> ResponseReturnValue:
    with reading() as session:
        congress = planned_congress(session)
        page = paginate(
            session, sessions_statement(congress.id, released_only=False), [Session.starts_at, Session.id],
            limit=LIST_SIZE, cursor=request.args.get("cursor"),
        )  # fmt: skip
        return render_template("programme/staff_sessions.html", page=page)


def _session_form(item: Session | None) -> SessionForm:
    if item is None:
        return SessionForm(formdata=None, released=True)
    form = SessionForm(formdata=None, obj=item)
    form.forum.data = item.forum.slug if item.forum else ""
    form.room.data = item.room.name if item.room else ""
    form.starts_at.data, form.ends_at.data = _local(item.starts_at), _local(item.ends_at)
    hosts = {speaker.id for speaker in item.hosts}
    form.speakers.data = "\n".join(speaker.name for speaker in item.speakers if speaker.id not in hosts)
    form.hosts.data = "\n".join(speaker.name for speaker in item.hosts)
    return form


def _offer_forums(session: DbSession, form: SessionForm) -> None:
    found = forums_of(session, planned_congress(session).id)
    form.offer([(forum.slug, pick(forum.title_zh, forum.title_en)) for forum in found])


def _session_page(form: SessionForm, key: str | None, status: int = 200) -> ResponseReturnValue:
    return render_template("programme/staff_session.html", form=form, key=key), status


@blueprint.get("/console/sessions/new")
@requires(is_organiser)
def new_session() -> ResponseReturnValue:
    with reading() as session:
        form = _session_form(None)
        _offer_forums(session, form)
        return _session_page(form, None)


@blueprint.get("/console/sessions/<path:key>")
@requires(is_organiser)
def edit_session(key: str) -> ResponseReturnValue:
    with reading() as session:
        form = _session_form(session_by_key(session, planned_congress(session).id, key))
        _offer_forums(session, form)
        return _session_page(form, key)


def _save_session(key: str | None) -> ResponseReturnValue:
    form = SessionForm()
    with reading() as session:
        _offer_forums(session, form)
        if not submitted(form):
            return _session_page(form, key, 422)
    facts = {name: form[name].data for name in SESSION_FIELDS}
    facts |= {"speakers": form.names("speakers"), "hosts": form.names("hosts")}
    facts |= {"starts_at": _moment(form.starts_at.data), "ends_at": _moment(form.ends_at.data)}
    try:
        with unit_of_work() as session:
            stored = save_session(session, planned_congress(session), key, facts, by=current_actor(), now=clock.now())
            lines = stored.lines()
    except DomainError as error:
        form.show(error)
        return _session_page(form, key, error.status)
    flash_done(_("The item is saved."))
    for line in lines:
        flash(line, "warning")
    return redirect(url_for("programme_staff.sessions"))


@blueprint.post("/console/sessions/<path:key>/remove")
@requires(is_organiser)
def drop_session(key: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        gone = remove_session(session, planned_congress(session), key, by=current_actor(), now=clock.now())
    later = _("The next release no longer shows the item, and those who marked it are told; then it can be removed.")
    flash_done(_("The item is out of the plan.") if gone else later)
    return redirect(url_for("programme_staff.sessions"))


@blueprint.post("/console/sessions/new")
@requires(is_organiser)
def add_session() -> ResponseReturnValue:
    return _save_session(None)


@blueprint.post("/console/sessions/<path:key>")
@requires(is_organiser)
def change_session(key: str) -> ResponseReturnValue:
    return _save_session(key)
