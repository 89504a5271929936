"""A volunteer's phone at a gate: paired by the console's link, kept over a restart, cut off at will."""

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from tests.browser import ARGUMENTS, camera_arguments
from tests.journeys.conftest import Site

# what a hand scanner does, in one go: a key and an Enter for each, as the browser would give them
SCAN = """(tokens) => {
    for (const token of tokens) {
        for (const key of token) {
            const code = /[0-9]/.test(key) ? "Digit" + key : "Key" + key;
            document.body.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }));
        }
        const end = { key: "Enter", code: "Enter", bubbles: true, cancelable: true };
        document.body.dispatchEvent(new KeyboardEvent("keydown", end));
    }
}"""
# everything that lies in the browser's database, as text
STORED = """async () => {
    const open = indexedDB.open("congress-gate");
    const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
    const found = {};
    for (const name of db.objectStoreNames) {
        const all = db.transaction(name).objectStore(name).getAll();
        found[name] = await new Promise((done) => (all.onsuccess = () => done(all.result)));
    }
    db.close();
    return JSON.stringify(found);
}"""


class Phone:
    """A browser with a memory of its own, and a camera that sees the film if there is one."""

    def __init__(
        self, playwright: Playwright, chromium: str, folder: Path, site: Site, film: Path | None = None
    ) -> None:
        self.playwright, self.chromium, self.folder, self.site = playwright, chromium, folder, site
        self.arguments = [*ARGUMENTS, *(camera_arguments(film) if film else [])]
        self.faults: list[str] = []
        self.open()

    def open(self) -> None:
        self.context: BrowserContext = self.playwright.chromium.launch_persistent_context(
            str(self.folder), executable_path=self.chromium, args=self.arguments, base_url=self.site.address,
            viewport={"width": 390, "height": 844}, locale="zh-CN",
        )  # fmt: skip
        self.page: Page = self.context.pages[0]
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda line: "Content Security Policy" in line.text and self.faults.append(line.text))

    def kill(self) -> None:
        """As a battery that is empty: no farewell."""
        for process in psutil.process_iter(["cmdline"]):
            command = process.info["cmdline"] or []
            if f"--user-data-dir={self.folder}" in command:
                process.kill()
        with suppress(Error):
            self.context.close()

    def pair(self, link: str) -> None:
        self.page.goto(link)
        self.page.get_by_role("button", name="配对并打开扫码页").click()
        self.is_ready()

    def is_ready(self) -> None:
        """The copy is loaded and the browser keeps the page."""
        expect(self.page.locator("#gate[data-kept=true]")).to_be_attached(timeout=20_000)
        expect(self.page.locator("[data-connection]")).to_contain_text("张证件", timeout=20_000)

    def scan(self, *tokens: str) -> None:
        self.page.evaluate(SCAN, list(tokens))

    def type(self, token: str) -> None:
        """By real key events."""
        self.page.keyboard.type(token)
        self.page.keyboard.press("Enter")

    def expect_verdict(self, state: str, *, name: str = "") -> None:
        expect(self.page.locator("#gate")).to_have_attribute("data-state", state, timeout=10_000)
        if name:
            expect(self.page.locator("[data-name]")).to_have_text(name)

    def expect_waiting(self, count: int) -> None:
        expect(self.page.locator("#gate")).to_have_attribute("data-waiting", str(count), timeout=60_000)

    def expect_link(self, state: str) -> None:
        expect(self.page.locator("#gate")).to_have_attribute("data-link", state, timeout=15_000)

    def stored(self) -> str:
        text: str = self.page.evaluate(STORED)
        return text

    def close(self) -> None:
        self.context.close()
        assert self.faults == []


def pairing_link(visit: Callable[..., Page], name: str, *, lane: int = 0, lanes: int = 0) -> str:
    """What the organiser shows the volunteer."""
    console = visit("organiser", width=1280)
    console.goto("/console/gates/main/devices")
    console.fill("#name", name)
    if lanes:
        console.fill("#lanes", str(lanes))
        console.fill("#lane", str(lane))
    console.get_by_role("button", name="显示二维码").click()
    link = console.locator("[data-pairing-link]").get_attribute("href")
    assert link is not None
    return re.sub(r"^https?://[^/]+", "", link)
