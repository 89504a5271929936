"""From an answered scan to the number on the big screen, in Chromium."""

import shutil
import statistics
from collections.abc import Iterator

from playwright.sync_api import sync_playwright

from bench.asks import HOST
from bench.figures import Figure
from bench.gate_rows import scan_ask
from bench.stage import Stage, say
from tests.browser import ARGUMENTS

# The clock starts when the gate has its answer, and stops in the frame after the new number stands in the page.
FOLLOW = """async ({ path, body, headers }) => {
  const figure = document.querySelector('[data-key=present] [data-value]');
  const moved = new Promise((done) => {
    new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))
      .observe(figure, { attributes: true, attributeFilter: ["data-shown"] });
  });
  headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { method: "POST", body: JSON.stringify(body), headers });
  if (!answer.ok) throw new Error(`the scan was answered ${answer.status}`);
  const began = performance.now();
  return (await moved) - began;
}"""
VIEW = {"width": 1920, "height": 1080}


def screen(stage: Stage) -> Iterator[Figure]:
    """One scan after another, each of somebody who was not there yet; before the rows that let all in."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        say("screen: there is no Chromium here")
        return
    crowd = stage.crowd
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page(viewport=VIEW, base_url=f"http://{HOST}:{stage.address[1]}")
        page.goto("/screen/")
        page.wait_for_selector("[data-key=present] [data-shown]")
        asks = [scan_ask(stage, [token], crowd.gates[0], "screen") for token in crowd.badges[: stage.size.camera_looks]]
        looks = sorted(
            page.evaluate(FOLLOW, {"path": ask.path, "body": ask.body, "headers": ask.headers}) for ask in asks
        )
        browser.close()
    values = {"p50_ms": statistics.median(looks), "worst_ms": looks[-1], "looks": len(looks)}
    yield Figure("screen", "behind a scan", stage.database, values)
