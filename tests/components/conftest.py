"""A site of components alone to look at."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.components.gate_desk import Gate, build_site, served


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def address(gate: Gate) -> Iterator[str]:
    with served(build_site(gate)) as url:
        yield url


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a path of the site at a width and in a language, after a script of the test; fails on any script error or
    refused resource.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(
        path: str, *, width: int = 390, height: int = 844, language: str = "zh", bare: bool = False, before: str = ""
    ) -> Page:
        # an injected axe-core is the only thing that the policy has to let through
        context = browser.new_context(viewport={"width": width, "height": height}, bypass_csp=bare)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: "Content Security Policy" in line.text and faults.append(line.text))
        page.add_init_script(before)
        page.goto(f"{address}{path}?lang={language}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []
