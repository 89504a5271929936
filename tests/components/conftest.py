"""A headless Chromium and a site to look at."""

import io
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import qrcode
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.components.gate_desk import Gate, build_site, served

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is needed here.")
        pytest.skip("no Chromium: what browsers do was not tested")
    return path


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
    yield running
    running.close()


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def address(gate: Gate) -> Iterator[str]:
    with served(build_site(gate)) as url:
        yield url


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a path of the site at a width and in a language; fails on any script error or refused resource."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(path: str, *, width: int = 390, height: int = 844, language: str = "zh", bare: bool = False) -> Page:
        # an injected axe-core is the only thing that the policy has to let through
        context = browser.new_context(viewport={"width": width, "height": height}, bypass_csp=bare)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: "Content Security Policy" in line.text and faults.append(line.text))
        page.goto(f"{address}{path}?lang={language}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def camera(playwright: Playwright, chromium: str, tmp_path: Path) -> Iterator[Callable[[list[str | None]], Browser]]:
    """A browser whose camera sees the given codes, a second each; None is an empty gate."""
    running: list[Browser] = []

    def seeing(tokens: list[str | None]) -> Browser:
        film = tmp_path / "camera.mjpeg"
        film.write_bytes(b"".join(_frame(token) * 30 for token in tokens))
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=[
                *ARGUMENTS, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-video-capture={film}",
            ],
        )  # fmt: skip
        running.append(browser)
        return browser

    yield seeing
    for browser in running:
        browser.close()


def _frame(token: str | None) -> bytes:
    picture = Image.new("RGB", (1280, 720), (96, 92, 84))
    if token:
        code = qrcode.make(token, border=4).convert("RGB").resize((380, 380))
        picture.paste(code, (450, 170))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()
