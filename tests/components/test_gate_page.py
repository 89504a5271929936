"""The scanner in a browser: camera, hand scanner, search, and what happens when the server is silent."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import start_camera
from tests.components.gate_desk import Gate

pytestmark = pytest.mark.journey
BADGE = "A1.GATE2ABCDEFGHJKLMNPQRSTUVWXYZ234567ABCDEFGHJKLMNPQRSTUVWXYZ234567ABCDEFGHJKLMNPQRSTUVWX"
OTHER = BADGE.replace("GATE2", "GATE3")


def type_badge(page: Page, token: str) -> None:
    """As a hand scanner does: very fast, then Enter."""
    expect(page.locator("#gate[data-state]")).to_be_attached()
    page.keyboard.type(token)
    page.keyboard.press("Enter")


def test_the_camera_reads_a_badge_and_the_screen_says_who(
    camera: Callable[[list[str | None]], Browser], address: str, gate: Gate
) -> None:
    browser = camera([None, BADGE, BADGE, None, OTHER, None, None, BADGE])
    page = browser.new_page(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page.goto(f"{address}/gate/hall")
    start_camera(page)
    verdict = page.locator("[data-verdict]")
    expect(verdict).to_have_attribute("data-kind", "yes", timeout=15_000)
    expect(verdict).to_contain_text("示例校友甲")
    expect(verdict).to_contain_text("嘉宾")
    # the film goes on by itself: another badge, then the first one again, each read once
    expect(verdict).to_have_attribute("data-kind", "no", timeout=15_000)
    expect(verdict).to_contain_text("首次入场")
    tokens = [scan["token"] for call in gate.heard for scan in call["scans"]]
    assert set(tokens[:2]) == {BADGE, OTHER}
    assert len(tokens) == 3


def test_a_hand_scanner_works_whatever_has_the_focus(open_page: Callable[..., Page], gate: Gate) -> None:
    page = open_page("/gate/hall")
    type_badge(page, BADGE)
    expect(page.locator("[data-word]")).to_have_text("欢迎入场")
    page.keyboard.press("Escape")
    page.fill("#gate-q", "示例")
    type_badge(page, OTHER.lower())  # caps lock and layout do not matter
    expect(page.locator("[data-count=admitted]")).to_have_text("2")
    assert page.input_value("#gate-q") == "示例"
    assert [call["scans"][0]["token"] for call in gate.heard] == [BADGE, OTHER]


def test_a_second_pull_of_the_trigger_is_the_same_scan(open_page: Callable[..., Page], gate: Gate) -> None:
    page = open_page("/gate/hall")
    page.clock.set_fixed_time(datetime(2026, 10, 24, 9, tzinfo=UTC))  # both pulls within the same moment
    type_badge(page, BADGE)
    type_badge(page, BADGE)
    expect(page.locator("[data-word]")).to_have_text("欢迎入场")
    type_badge(page, OTHER)
    expect(page.locator("[data-count=admitted]")).to_have_text("2")
    assert len(gate.heard) == 2


@pytest.mark.parametrize(
    ("token", "kind", "word"),
    [
        ("FORGED123456", "no", "Not our badge"),
        ("REVOKED123456", "no", "Badge not valid"),
        ("NOTENTITLED12", "no", "Not booked here"),
        ("UNKNOWN123456", "doubt", "Not found"),
    ],
)
def test_each_refusal_has_its_colour_word_and_reason(
    open_page: Callable[..., Page], token: str, kind: str, word: str
) -> None:
    page = open_page("/gate/hall", language="en")
    type_badge(page, token)
    expect(page.locator("[data-verdict]")).to_have_attribute("data-kind", kind)
    expect(page.locator("[data-word]")).to_have_text(word)
    expect(page.locator("[data-reason]")).not_to_be_empty()
    assert page.evaluate("""() => {
        const box = document.querySelector('[data-verdict]').getBoundingClientRect();
        return box.width >= innerWidth && box.height >= innerHeight;
    }""")


PHONE = """
    window.told = { torch: [], awake: 0, buzz: [], tones: [], lightFails: false };
    Object.defineProperty(navigator, "wakeLock", { value: { request: async () => (told.awake += 1) } });
    navigator.vibrate = (pattern) => told.buzz.push(pattern);
    window.AudioContext = class {
        state = "suspended";
        currentTime = 0;
        resume() { this.state = "running"; }
        createGain() {
            return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: (to) => to };
        }
        createOscillator() {
            const voice = { frequency: {}, connect: (to) => to, stop() {} };
            return Object.assign(voice, { start: () => told.tones.push(`${voice.type} ${voice.frequency.value}`) });
        }
    };
    window.BarcodeDetector = class {
        static getSupportedFormats = async () => ["qr_code"];
        detect = async () => [];
    };
    navigator.mediaDevices.getUserMedia = async () => {
        const canvas = document.createElement("canvas");
        const brush = canvas.getContext("2d");
        setInterval(() => brush.fillRect(0, 0, 9, 9), 40);
        const stream = canvas.captureStream();
        const [track] = stream.getVideoTracks();
        track.getCapabilities = () => ({ torch: true });
        track.applyConstraints = async ({ advanced }) => {
            if (told.lightFails) throw new Error("no light");
            told.torch.push(advanced[0].torch);
        };
        return stream;
    };
"""


def test_the_light_goes_on_and_off_and_the_button_says_which_it_is(open_page: Callable[..., Page]) -> None:
    page = open_page("/gate/hall", before=PHONE)
    light = page.get_by_role("button", name="补光")
    expect(light).to_be_hidden()
    page.locator("[data-camera-start]").click()
    for on in ("true", "false", "true"):
        light.click()
        expect(light).to_have_attribute("aria-pressed", on)
    page.evaluate("told.lightFails = true")
    light.click()
    expect(light).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("told.torch") == [True, False, True]


def test_each_answer_has_a_tone_and_a_vibration_of_its_own_and_the_screen_stays_on(
    open_page: Callable[..., Page],
) -> None:
    """With a hand scanner alone: nobody touches the page."""
    page = open_page("/gate/hall", before=PHONE)
    for token, word in ((BADGE, "欢迎入场"), ("FORGED123456", "不是本会证件"), ("UNKNOWN123456", "查无此证")):
        type_badge(page, token)
        expect(page.locator("[data-word]")).to_have_text(word)
        page.keyboard.press("Escape")
    assert page.evaluate("told.buzz") == [[80], [220, 90, 220, 90, 220], [120, 80, 120]]
    assert page.evaluate("told.tones") == ["sine 880", "sine 1320", "square 196", "square 165", "sine 520", "sine 520"]
    assert page.evaluate("told.awake") == 1
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert page.evaluate("told.awake") == 2


def test_somebody_without_a_badge_is_found_by_name(open_page: Callable[..., Page]) -> None:
    page = open_page("/gate/hall")
    page.fill("#gate-q", "示例")
    found = page.locator("[data-gate-found] li")
    expect(found).to_contain_text("1234")
    found.get_by_role("button").click()
    expect(page.locator("[data-word]")).to_have_text("欢迎入场")


def test_a_scan_is_kept_until_the_server_answers_even_over_a_reload(open_page: Callable[..., Page], gate: Gate) -> None:
    gate.answering = False
    page = open_page("/gate/hall")
    type_badge(page, BADGE)
    expect(page.locator("[data-word]")).to_have_text("已保存")
    expect(page.locator("[data-connection]")).to_contain_text("1 条待上传")
    page.reload()
    gate.answering = True
    expect(page.locator("[data-count=admitted]")).to_have_text("1", timeout=20_000)
    expect(page.locator("[data-connection]")).to_have_text("已连接")
    scans = [scan for call in gate.heard for scan in call["scans"]]
    assert [(scan["token"], scan["offline"], scan["seq"]) for scan in scans] == [(BADGE, True, 1)]


def test_one_scan_that_the_server_will_not_take_holds_up_no_other(open_page: Callable[..., Page], gate: Gate) -> None:
    gate.answering = False
    page = open_page("/gate/hall")
    for token in ("BAD1234567890", BADGE, OTHER):
        type_badge(page, token)
    expect(page.locator("#gate")).to_have_attribute("data-waiting", "3")
    gate.answering = True
    expect(page.locator("[data-count=admitted]")).to_have_text("2", timeout=20_000)
    expect(page.locator("#gate")).to_have_attribute("data-waiting", "1")
    assert sorted(scan["token"] for call in gate.heard for scan in call["scans"]) == sorted([BADGE, OTHER])
    page.reload()
    expect(page.locator("#gate")).to_have_attribute("data-waiting", "1")


@pytest.mark.parametrize(
    "answer",
    [
        ("{}", 200, "application/json"),
        ('{"results": [{"id": "another", "result": "admitted"}]}', 200, "application/json"),
        ('{"results": "admitted"}', 200, "application/json"),
        ("<html>Welcome to our network</html>", 200, "text/html"),
        ("<html>Please sign in</html>", 403, "text/html"),
        ("{}", 404, "application/problem+json"),
        ("{}", 400, "application/problem+json"),
    ],
)
def test_nothing_is_forgotten_because_an_answer_was_strange(
    open_page: Callable[..., Page], gate: Gate, answer: tuple[str, int, str]
) -> None:
    gate.instead = answer
    page = open_page("/gate/hall")
    type_badge(page, BADGE)
    expect(page.locator("[data-word]")).to_have_text("已保存")
    gate.instead = None
    page.reload()
    expect(page.locator("[data-count=admitted]")).to_have_text("1", timeout=20_000)
    expect(page.locator("#gate")).to_have_attribute("data-waiting", "0")
    assert [scan["token"] for call in gate.heard for scan in call["scans"]] == [BADGE]
