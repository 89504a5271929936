"""A headless Chromium, with a camera that sees what a test lets it see."""

import asyncio
import io
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import qrcode
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

AXE = (Path(__file__).resolve().parent / "vendor" / "axe.min.js").read_text("utf-8")
# a colour on its way to another is not what anybody reads
ASK_AXE = """Promise.allSettled(
    document.getAnimations().filter(each => each instanceof CSSTransition).map(each => each.finished)
).then(() => axe.run(document)).then(found => found.violations.map(
    each => each.id + ': ' + each.nodes.map(node => node.html.slice(0, 120)).join(' | ')))"""
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


LOOP = pytest.StashKey[asyncio.AbstractEventLoop | None]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Playwright leaves its event loop marked as running; what seals a PDF in a later test needs one of its own."""
    if item.get_closest_marker("journey") is None:
        item.stash[LOOP] = asyncio._get_running_loop()
        asyncio._set_running_loop(None)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """The browser is closed, and spoken to by the next journey, under its own mark."""
    if LOOP in item.stash:
        asyncio._set_running_loop(item.stash[LOOP])


@pytest.fixture(scope="session")
def chromium() -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is needed here.")
        pytest.skip("no Chromium: what browsers do was not tested")
    return path


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    # not for the whole session: its event loop would be in the way of tests that seal a PDF in the same process
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
    yield running
    running.close()


@pytest.fixture
def camera(
    playwright: Playwright, chromium: str, tmp_path: Path
) -> Iterator[Callable[[list[str | Image.Image | None]], Browser]]:
    """A browser whose camera sees the given codes or pictures, a second each; None is an empty gate."""
    running: list[Browser] = []

    def seeing(shown: list[str | Image.Image | None]) -> Browser:
        film = tmp_path / "camera.mjpeg"
        write_film(film, shown)
        browser = playwright.chromium.launch(
            executable_path=chromium, args=[*ARGUMENTS, *camera_arguments(film)]
        )  # fmt: skip
        running.append(browser)
        return browser

    yield seeing
    for browser in running:
        browser.close()


def write_film(film: Path, shown: Sequence[str | Image.Image | None]) -> None:
    """What a camera sees: each code or picture for a second; None is an empty gate."""
    film.write_bytes(b"".join(_frame(one) * 30 for one in shown))


def camera_arguments(film: Path) -> list[str]:
    return [
        "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]  # fmt: skip


def _frame(shown: str | Image.Image | None) -> bytes:
    picture = Image.new("RGB", (1280, 720), (96, 92, 84))
    if isinstance(shown, str):
        code = qrcode.make(shown, border=4).convert("RGB").resize((380, 380))
        picture.paste(code, (450, 170))
    elif shown is not None:
        held = shown.convert("RGB")
        held.thumbnail((1240, 690))
        picture.paste(held, ((1280 - held.width) // 2, (720 - held.height) // 2))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def start_camera(page: Page) -> None:
    """A tap on the button; a page that was allowed the camera before begins by itself and hides it."""
    page.locator("[data-camera-start]").dispatch_event("click")
    expect(page.locator("[data-camera=on]")).to_be_attached(timeout=15_000)
