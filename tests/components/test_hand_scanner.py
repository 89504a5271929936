"""A hand scanner loses no key: not while the page loads, not when a key comes late, not in a field."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.components.gate_desk import Gate

pytestmark = pytest.mark.journey
TOKEN = "A" + "0123456789ABCDEFGHJKMNPQRSTVWXYZ" * 3 + "7" * 31

# keys as [character, milliseconds since the one before]; each with the time that the browser would give it
PLAY = """async ([keys, inField]) => {
    const { startWedge } = await import("/static/checkin/wedge.js");
    const heard = [];
    const field = document.createElement("input");
    field.value = "before";
    const target = inField ? field : new EventTarget();
    startWedge(target, (token) => heard.push(token));
    let at = 5000;
    const left = [];
    for (const [key, gap] of keys) {
        at += gap;
        const code = key === "\\n" ? "Enter" : /[0-9]/.test(key) ? "Digit" + key : "Key" + key.toUpperCase();
        const event = new KeyboardEvent("keydown", { key: key === "\\n" ? "Enter" : key, code, cancelable: true });
        Object.defineProperty(event, "timeStamp", { value: at });
        if (target.dispatchEvent(event)) left.push(key);
    }
    return { heard, left: left.join(""), value: field.value };
}"""


def typed(text: str, *gaps: tuple[int, int], pace: int = 4) -> list[list[Any]]:
    """The text and an Enter at a scanner's pace, but for pauses at some positions."""
    return [[key, dict(gaps).get(position, pace)] for position, key in enumerate(text + "\n")]


@pytest.fixture
def play(open_page: Callable[..., Page]) -> Callable[..., dict[str, Any]]:
    page = open_page("/gate/hall")
    return lambda keys, field=False: page.evaluate(PLAY, [keys, field])


def test_keys_that_come_late_are_no_new_beginning(play: Callable[..., dict[str, Any]]) -> None:
    assert play(typed("REVOKED123456", (1, 300), (5, 1900), (9, 90)))["heard"] == ["REVOKED123456"]
    assert play(typed("REVOKED123456", (6, 700), (12, 200)), field=True)["heard"] == ["REVOKED123456"]


def test_a_token_cut_by_a_long_pause_is_not_read_as_two(play: Callable[..., dict[str, Any]]) -> None:
    assert play(typed(TOKEN, (40, 1100), (100, 1100)))["heard"] == [TOKEN]


def test_what_a_person_types_into_the_search_stays_there(play: Callable[..., dict[str, Any]]) -> None:
    outcome = play(typed("shilixiaoyou", pace=160), field=True)
    assert (outcome["heard"], outcome["left"]) == ([], "shilixiaoyou\n")


def test_a_stray_key_before_a_badge_is_no_part_of_it(play: Callable[..., dict[str, Any]]) -> None:
    assert play(typed("7Q" + TOKEN, (2, 800)))["heard"] == [TOKEN]


def test_a_field_that_a_scanner_typed_into_gets_its_text_back(play: Callable[..., dict[str, Any]]) -> None:
    assert play(typed(TOKEN), field=True) | {"left": ""} == {"heard": [TOKEN], "left": "", "value": "before"}


def test_five_badges_in_a_second_are_all_heard(play: Callable[..., dict[str, Any]]) -> None:
    badges = [TOKEN[:-1] + digit for digit in "01234"]
    assert play([key for badge in badges for key in typed(badge, pace=1)])["heard"] == badges


def test_with_an_input_method_on_five_badges_are_all_heard_by_real_keys(
    open_page: Callable[..., Page], gate: Gate
) -> None:
    page = open_page("/gate/hall")
    expect(page.locator("#gate[data-state]")).to_be_attached()
    page.fill("#gate-q", "示例")
    keys = page.context.new_cdp_session(page)
    tokens = [TOKEN[:-1] + last for last in "12345"]
    for token in tokens:
        for position, key in enumerate([*token, "Enter"]):
            code = key if key == "Enter" else ("Digit" if key.isdigit() else "Key") + key
            # what a browser tells of a key that the input method takes for itself
            event = {"key": "Process", "code": code, "windowsVirtualKeyCode": 229}
            keys.send("Input.dispatchKeyEvent", event | {"type": "rawKeyDown"})
            if position % 32 == 31:
                text = token[position - 3 : position].lower()
                keys.send("Input.imeSetComposition", {"text": text, "selectionStart": 3, "selectionEnd": 3})
    expect(page.locator("[data-count=admitted]")).to_have_text("5")
    assert sorted(scan["token"] for call in gate.heard for scan in call["scans"]) == tokens
    assert page.input_value("#gate-q") == "示例"


def test_a_badge_that_is_scanned_while_the_page_loads_is_taken(open_page: Callable[..., Page], gate: Gate) -> None:
    page = open_page("/gate/hall")
    held: list[Route] = []
    page.route("**/checkin/main.js*", lambda route: held.append(route))  # noqa: PLW0108 -- playwright cannot take a built-in
    page.goto(page.url, wait_until="commit")
    expect(page.locator("#gate")).to_be_attached()
    page.keyboard.type(TOKEN)
    page.keyboard.press("Enter")
    assert gate.heard == []
    held[0].continue_()
    expect(page.locator("[data-count=admitted]")).to_have_text("1")
    assert [call["scans"][0]["token"] for call in gate.heard] == [TOKEN]


def test_a_count_that_was_asked_before_a_scan_does_not_overwrite_what_the_scan_told(
    open_page: Callable[..., Page], gate: Gate
) -> None:
    page = open_page("/gate/hall")
    held: list[Route] = []
    page.route("**/gate/counts*", lambda route: held.append(route))  # noqa: PLW0108 -- playwright cannot take a built-in
    with page.expect_request("**/gate/counts*"):
        page.reload()
    page.keyboard.type(TOKEN)
    page.keyboard.press("Enter")
    expect(page.locator("[data-count=admitted]")).to_have_text("1")
    with page.expect_response("**/gate/counts*"):
        held[-1].fulfill(json=gate.counts() | {"admitted": 0})
    expect(page.locator("#gate[data-link=online]")).to_be_attached()
    expect(page.locator("[data-count=admitted]")).to_have_text("1")
