"""`make run`: bring the database up to date and serve the web app and its worker as one pair."""

import os
import sys
import time
from collections.abc import Callable

from congress.app import create_app
from congress.demo.load import load_demo
from congress.demo.logins import shown_logins
from congress.foundation import clock
from congress.foundation.db import reading
from congress.foundation.documents.fonts import prepare_fonts
from congress.foundation.i18n import in_language
from congress.foundation.upgrade import upgrade_database
from congress.programme.queries import all_congresses
from congress.settings import Settings
from deploy.only_one import Held, Taken, Unreachable, hold
from deploy.programs import address, answers, is_free, reachable_name, web, worker
from deploy.supervisor import Stopped, Supervisor, say

GUESTS = 120
READY_WITHIN = 120


def main() -> int:
    """Set up, serve, and stop cleanly; the exit code of the command."""
    try:
        host, port = address()
    except ValueError as error:
        return refuse(str(error))
    site = f"http://{reachable_name(host)}:{port}"
    os.environ.setdefault("CONGRESS_DEMO", "1")
    os.environ.setdefault("PUBLIC_URL", site)
    settings = Settings.of_process()
    try:
        held = hold(settings)
    except Taken:
        return refuse(f"Another `make run` serves this database already: {where(settings)}.")
    except Unreachable as error:
        return refuse(f"The database does not answer: {error}")
    if not is_free(host, port):
        return refuse(f"{host}:{port} is taken by another program. Choose another port: PORT=8080 make run.")
    return serve(settings, host, port, site, held)


def serve(settings: Settings, host: str, port: int, site: str, held: Held) -> int:
    """Everything after the checks; the lock is held until the end."""
    started = time.monotonic()
    supervisor = Supervisor()
    try:
        prepare(settings)
        # the children read the same environment; the port is the one that was checked
        supervisor.start(web("web", host, port, {}))
        supervisor.start(worker({}, beat_file=settings.instance_dir / "beat"))
        say("4/4 Waiting for the web process and the worker")
        supervisor.wait_until(
            lambda: answers(f"http://{reachable_name(host)}:{port}/readyz"), what=f"{site}/readyz", seconds=READY_WITHIN
        )
        welcome(settings, site, time.monotonic() - started)
        supervisor.watch()
    except Stopped:
        pass
    finally:
        code = supervisor.stop()
        held.close()
    return code


def prepare(settings: Settings) -> None:
    """Fonts, tables, and the demo congress where the database is empty."""
    app = create_app(settings)
    with app.app_context(), app.test_request_context(base_url=settings.public_url), in_language("en"):
        timed("1/4 Preparing the fonts", cut_fonts)
        timed(f"2/4 Bringing the database up to date: {where(settings)}", upgrade_database)
        with reading() as session:
            is_empty = not all_congresses(session)
        if is_empty and settings.demo:
            timed(
                "3/4 Loading the demo congress",
                lambda: load_demo(registrations=GUESTS, now=clock.now(), say=lambda text: say(f"    {text}")),
            )
        else:
            say("3/4 The database has a congress already" if not is_empty else "3/4 No demo was asked for")


def cut_fonts() -> None:
    """Cut the static fonts once, so that the first PDF does not have to wait for it."""
    prepare_fonts(lambda text: say(f"    {text}"))


def timed(title: str, step: Callable[[], object]) -> None:
    say(title)
    started = time.monotonic()
    step()
    say(f"    done in {time.monotonic() - started:.1f} s")


def where(settings: Settings) -> str:
    """The database without its password."""
    if settings.is_sqlite:
        return settings.database_url.removeprefix("sqlite:///")
    scheme, _separator, rest = settings.database_url.partition("://")
    return f"{scheme.partition('+')[0]}://{rest.rpartition('@')[2]}"


def welcome(settings: Settings, site: str, seconds: float) -> None:
    """The addresses and, in demo mode, who may sign in."""
    say(f"Ready after {seconds:.0f} s. Ctrl-C stops everything.")
    for path, use in (
        ("/", "the congress 大会首页"),
        ("/register", "registration 报名"),
        ("/console/", "organisers 组委会后台"),
        ("/gate/", "scanner 签到"),
        ("/school/", "a school's portal 学校"),
        ("/division/", "a prefecture's portal 市州"),
        ("/api/v1/openapi.json", "the API's document"),
    ):
        say(f"  {site + path:44} {use}")
    if settings.demo:
        say(f"Demo logins at {site}/login (演示账号):")
        for login in shown_logins():
            say(f"  {login['role']:16} {login['email']:28} {login['password']}")


def refuse(text: str) -> int:
    print(text, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
