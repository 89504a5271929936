"""The screens' desk in the console: prepare, look, take, freeze, logo; and the duty officer's screen."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.ceremony.queries import ceremony_of
from congress.checkin.drills import gates_in_drill
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, NotFound
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, pick
from congress.foundation.pages import flash_done, local_time
from congress.programme.queries import forum_by_slug, forums_of, the_congress
from congress.screens import actions
from congress.screens.boards import boards_offered
from congress.screens.content import Content, gather, in_words
from congress.screens.drawing import Poster, pages_of, screen_png
from congress.screens.duty import RATE_OVER, watch_the_day
from congress.screens.forms import SceneForm, ScreenForm
from congress.screens.models import MAIN, Screen
from congress.screens.queries import screen_by_slug, screens_of
from congress.screens.states import SCENE_NAMES, SHAPE_NAMES, Scene, Shape
from congress.screens.watch import the_watch

blueprint = Blueprint("screens_staff", __name__)
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ACTS = {"take": actions.take, "freeze": actions.freeze, "thaw": actions.thaw, "logo": actions.show_logo}


def _page(form: ScreenForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        screens = screens_of(session, the_congress(session).id)
        page = render_template(
            "screens/staff_screens.html", form=form, screens=screens, main=MAIN, scenes=SCENE_NAMES, shapes=SHAPE_NAMES
        )
    return page, status


def _offer(form: ScreenForm) -> None:
    with reading() as session:
        forums = forums_of(session, the_congress(session).id)
        form.offer([(forum.slug, pick(forum.title_zh, forum.title_en)) for forum in forums])


@blueprint.get("/console/screens")
@requires(is_organiser)
def screens() -> ResponseReturnValue:
    form = ScreenForm(formdata=None)
    _offer(form)
    return _page(form)


@blueprint.post("/console/screens")
@requires(is_organiser)
def add() -> ResponseReturnValue:
    form = ScreenForm()
    _offer(form)
    if not submitted(form):
        return _page(form, 422)
    try:
        with unit_of_work() as session:
            congress = the_congress(session)
            forum = forum_by_slug(session, congress.id, form.forum.data) if form.forum.data else None
            actions.add_screen(
                session, congress, slug=form.slug.data, name=form.name.data, shape=Shape(form.shape.data),
                forum=forum, by=current_actor(), now=clock.now(),
            )  # fmt: skip
    except DomainError as error:
        form.show(error)
        return _page(form, error.status)
    flash_done(_("The screen is there; it shows the logo until something is taken."))
    return redirect(url_for("screens_staff.desk", screen=form.slug.data))


def _offered(session: Session, form: SceneForm) -> SceneForm:
    congress_id = the_congress(session).id
    ceremony = ceremony_of(session, congress_id)
    groups = [(one.id, pick(one.title_zh, one.title_en)) for one in (ceremony.batches if ceremony else [])]
    form.offer({Scene.CEREMONY: groups, Scene.BOARD: boards_offered(session, congress_id)})
    return form


def _desk_page(session: Session, form: SceneForm, slug: str, status: int = 200) -> ResponseReturnValue:
    now, congress_id = clock.now(), the_congress(session).id
    screen = screen_by_slug(session, congress_id, slug)
    if not form.is_submitted():
        batch = screen.prepared_batch
        form.scene.data = f"{screen.prepared}-{batch}" if batch else screen.prepared
    page = render_template(
        "screens/staff_screen.html", form=form, screen=screen, main=MAIN, scenes=SCENE_NAMES,
        pages={which: len(pages_of(_poster(session, slug, choose))) for which, choose in CHOICES.items()},
        pictured_at=int(now.timestamp()), drills=gates_in_drill(session, congress_id, now=now),
    )  # fmt: skip
    return page, status


@blueprint.get("/console/screens/<screen>")
@requires(is_organiser)
def desk(screen: str) -> ResponseReturnValue:
    with reading() as session:
        return _desk_page(session, _offered(session, SceneForm(formdata=None)), screen)


@blueprint.post("/console/screens/<screen>/prepare")
@requires(is_organiser)
def prepare(screen: str) -> ResponseReturnValue:
    """Nothing live changes: the picture of what was chosen is shown beside what is live."""
    with reading() as session:
        form = _offered(session, SceneForm())
        if not submitted(form):
            return _desk_page(session, form, screen, 422)
    with unit_of_work() as session:
        found = screen_by_slug(session, the_congress(session).id, screen, lock=True)
        actions.prepare(found, *form.chosen())
    return redirect(url_for("screens_staff.desk", screen=screen))


@blueprint.post("/console/screens/<screen>/<act>")
@requires(is_organiser)
def act(screen: str, act: str) -> ResponseReturnValue:
    """Take what was prepared, freeze, go on, or show the logo."""
    if act not in ACTS:
        raise NotFound
    with unit_of_work() as session:
        found = screen_by_slug(session, the_congress(session).id, screen, lock=True)
        ACTS[act](session, found, by=current_actor(), now=clock.now())
    return redirect(url_for("screens_staff.desk", screen=screen))


Choice = Callable[[Screen], tuple[str, int | None, Content | None]]


def _poster(session: Session, slug: str, choose: Choice) -> Poster:
    """Of the scene that is chosen: as it stands still, or as it is now."""
    congress = the_congress(session)
    screen = screen_by_slug(session, congress.id, slug)
    scene, target, frozen = choose(screen)
    content = frozen or gather(session, congress.id, Scene(scene), target=target, now=clock.now())
    title = pick(congress.title_zh, congress.title_en)
    return Poster(in_words(content), Shape(screen.shape), title, demo=congress.is_demo)


def _prepared(screen: Screen) -> tuple[str, int | None, Content | None]:
    return screen.prepared, screen.prepared_target, None


def _live(screen: Screen) -> tuple[str, int | None, Content | None]:
    return screen.live, screen.live_target, screen.frozen


def _picture(slug: str, choose: Choice) -> Response:
    """The first one, or that which the address names."""
    with reading() as session:
        poster = _poster(session, slug, choose)
    return Response(screen_png(poster, request.args.get("page", 1, type=int)), content_type="image/png")


CHOICES: Mapping[str, Choice] = {"prepared": _prepared, "live": _live}


@blueprint.get("/console/screens/<screen>/prepared.png")
@requires(is_organiser)
def prepared_picture(screen: str) -> ResponseReturnValue:
    return _picture(screen, _prepared)


@blueprint.get("/console/screens/<screen>/live.png")
@requires(is_organiser)
def live_picture(screen: str) -> ResponseReturnValue:
    """What is live, for a playback machine without network."""
    return _picture(screen, _live)


@blueprint.get("/console/screens/<screen>/live.pptx")
@requires(is_organiser)
def live_slides(screen: str) -> ResponseReturnValue:
    """The same as slides, for a machine that takes nothing else."""
    from congress.screens.slides import screen_pptx  # noqa: PLC0415 -- most processes never write one

    with reading() as session:
        poster = _poster(session, screen, _live)
    slides = screen_pptx(poster, as_of=local_time(clock.now()))
    answer = Response(slides, content_type=PPTX)
    answer.headers["Content-Disposition"] = f'attachment; filename="screen-{screen}.pptx"'
    return answer


@blueprint.get("/console/duty")
@requires(is_organiser)
def duty() -> ResponseReturnValue:
    """Asked for again every two seconds by each display; the database once a second for all of them."""
    with reading() as session:
        congress_id = the_congress(session).id
        seen = the_watch().keep("duty", lambda: watch_the_day(session, congress_id, now=clock.now()))
        return render_template("screens/staff_duty.html", duty=seen, minutes=int(RATE_OVER.total_seconds()) // 60)
