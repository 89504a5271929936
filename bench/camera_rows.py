"""From the camera's frame to the painted screen, in Chromium with a camera fed from a file."""

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from bench.asks import HOST
from bench.crowd import SLUG
from bench.figures import Figure
from bench.stage import Stage, say
from congress.checkin.devices import invite_device
from congress.checkin.queries import gate_by_slug
from congress.foundation.access import SYSTEM
from congress.foundation.db import db, unit_of_work
from congress.programme.queries import congress_by_slug
from tests.browser import ARGUMENTS, start_camera, write_film

# The clock starts when the page takes the first frame that shows a badge, and stops in the frame after the verdict
# was painted. A frame shows a badge when the middle of the picture is no longer of one colour.
WATCH = """
window.looks = [];
let since = null, covered = false;
const draw = CanvasRenderingContext2D.prototype.drawImage;
CanvasRenderingContext2D.prototype.drawImage = function (source, ...rest) {
  draw.call(this, source, ...rest);
  if (!(source instanceof HTMLVideoElement)) return;
  const { width, height } = this.canvas;
  const pixels = this.getImageData(width / 4, height / 2, width / 2, 1).data;
  let least = 255, most = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    least = Math.min(least, pixels[at]);
    most = Math.max(most, pixels[at]);
  }
  const shows = most - least > 120;
  if (shows && !covered) since = performance.now();
  covered = shows;
};
document.addEventListener("DOMContentLoaded", () => {
  const gate = document.getElementById("gate");
  if (!gate) return;
  new MutationObserver(() => {
    if (since === null || ["asking", "ready"].includes(gate.dataset.state)) return;
    const began = since;
    since = null;
    requestAnimationFrame(() => setTimeout(() => window.looks.push(performance.now() - began)));
  }).observe(gate, { attributes: true, attributeFilter: ["data-state"] });
});
"""
SHOWN = 30
VIEW = {"width": 390, "height": 844}


def camera(stage: Stage) -> Iterator[Figure]:
    """The same phone online and then without network; each badge of the film is shown for a second."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        say("camera: there is no Chromium here")
        return
    link = _pairing_link(stage)
    with tempfile.TemporaryDirectory(prefix="congress-bench-") as folder, sync_playwright() as playwright:
        film = Path(folder) / "film.mjpeg"
        write_film(film, [shown for token in stage.crowd.badges[:SHOWN] for shown in (None, token)])
        context = playwright.chromium.launch_persistent_context(
            str(Path(folder) / "phone"), executable_path=chromium, base_url=f"http://{HOST}:{stage.address[1]}",
            viewport=VIEW, locale="zh-CN",
            args=[
                *ARGUMENTS, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-video-capture={film}",
            ],
        )  # fmt: skip
        page = _paired(context, link)
        yield _looks(stage, page, "online")
        context.set_offline(True)
        expect(page.locator("#gate")).to_have_attribute("data-link", "offline", timeout=30_000)
        yield _looks(stage, page, "offline")
        context.close()


def _pairing_link(stage: Stage) -> str:
    with stage.inside(), unit_of_work() as session:
        gate = gate_by_slug(session, congress_by_slug(session, SLUG).id, "main")
        _device, link = invite_device(session, gate, name="示例手机", lane=0, lanes=0, by=SYSTEM, now=datetime.now(UTC))
    with stage.inside():
        db.session.remove()
        db.engine.dispose()
    return f"/gate/pair/{link}"


def _paired(context: BrowserContext, link: str) -> Page:
    page = context.pages[0]
    page.add_init_script(WATCH)
    page.goto(link)
    page.get_by_role("button", name="配对并打开扫码页").click()
    expect(page.locator("#gate[data-kept=true]")).to_be_attached(timeout=60_000)
    expect(page.locator("[data-connection]")).to_contain_text("张证件", timeout=60_000)
    start_camera(page)
    return page


def _looks(stage: Stage, page: Page, variant: str) -> Figure:
    page.evaluate("window.looks.length = 0")
    page.wait_for_function("count => window.looks.length >= count", arg=stage.size.camera_looks, timeout=180_000)
    looks = sorted(page.evaluate("window.looks"))
    values = {"p50_ms": statistics.median(looks), "worst_ms": looks[-1], "looks": len(looks)}
    return Figure("camera", variant, stage.database, values)
