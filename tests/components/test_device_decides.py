"""What a device that is cut off says, asked in a real browser; the same examples are asked of the server."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Page

from congress.badges.tokens import ALPHABET, Claims, SigningKey, issue_token
from congress.checkin.manifest import _seal, _text, derive
from congress.checkin.rules import EachDay

pytestmark = pytest.mark.journey
EXAMPLES = json.loads((Path(__file__).parents[1] / "checkin" / "decisions.json").read_text("utf-8"))
ASK = """async (examples) => {
    const { dayOf, decide } = await import("/static/checkin/decide.js");
    const eachDay = { time_zone: "Asia/Shanghai", day_break: 6 };
    const now = Date.now();
    const hour = (hours) => new Date(now + hours * 3600e3).toISOString();
    const spans = { "to come": [1, 2], over: [-2, -1], now: [-1, 1] };
    // the device keeps entries by day (copy.js)
    const isToday = (at, rule) => dayOf(rule, at) === dayOf(rule, now);
    const inside = (at, rule) => isToday(at, rule) && { at: new Date(at).toISOString(), gate: "side" };
    return examples.map((one) => decide({
        claims: one.genuine === false ? null : { congress: one.congress === "another" ? 2 : 1, number: 7 },
        copy: {
            congress: 1, exit: Boolean(one.exit), reEntry: Boolean(one.re_entry),
            opensAt: one.hours ? hour(spans[one.hours][0]) : null,
            closesAt: one.hours ? hour(spans[one.hours][1]) : null,
        },
        entry: one.state === "none" ? null : one.state || "sealed",
        inside: one.inside
            ? inside(one.inside === "yesterday" ? now - 24 * 3600e3 : now, one.each_day && eachDay)
            : null,
        at: now,
        lane: one.lane === "other" ? 2 : 1,
        lanes: one.lane ? 3 : 0,
    }));
}"""
KEY = SigningKey.of(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
PUBLIC = _text(KEY.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
TOKEN = issue_token(Claims(5, 1234, 2, "V"), KEY)
VERIFY = """async ([tokens, key, hideOwn]) => {
    const { parse, isGenuine } = await import("/static/checkin/token.js");
    if (hideOwn) {
        const before = crypto.subtle.importKey.bind(crypto.subtle);
        const lacking = () => Promise.reject(new DOMException("", "NotSupportedError"));
        crypto.subtle.importKey = (kind, data, way, ...rest) =>
            way.name === "Ed25519" ? lacking() : before(kind, data, way, ...rest);
    }
    const taken = [];
    for (const token of tokens) {
        const claims = parse(token);
        if (claims && (await isGenuine(claims, [key]))) taken.push(token);
    }
    return taken;
}"""


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page("/gate/hall")


def test_the_device_says_what_the_examples_say(page: Page) -> None:
    said = page.evaluate(ASK, EXAMPLES)
    assert {one["when"]: got for one, got in zip(EXAMPLES, said, strict=True)} == {
        one["when"]: one["says"] for one in EXAMPLES
    }


@pytest.mark.one_database
def test_a_device_numbers_the_days_as_the_server_does(page: Page) -> None:
    """Around the hour at which a day ends, over months and years, and where clocks are put forward."""
    rules = [EachDay(ZoneInfo(zone), hour) for zone in ("Asia/Shanghai", "Europe/Paris") for hour in (0, 4, 6)]
    moments = [
        datetime.fromisoformat(f"{day}T{time}:00+08:00")
        for day in ("2036-11-20", "2036-12-01", "2037-01-01", "2036-03-30", "2036-03-01", "2036-10-26")
        for time in ("00:00", "03:59", "04:00", "05:59", "06:00", "09:00", "12:30", "13:00", "23:59")
    ]
    said = page.evaluate(
        """async ([rules, moments]) => {
            const { dayOf } = await import("/static/checkin/decide.js");
            return rules.map((rule) => moments.map((at) => dayOf(rule, Date.parse(at))));
        }""",
        [
            [{"time_zone": rule.zone.key, "day_break": rule.day_break} for rule in rules],
            [moment.isoformat() for moment in moments],
        ],
    )
    assert said == [[rule.number(moment) for moment in moments] for rule in rules]


def test_a_test_badge_opens_a_drill_alone_and_a_drill_keeps_no_hours(page: Page) -> None:
    said = page.evaluate("""async () => {
        const { decide } = await import("/static/checkin/decide.js");
        const ask = (number, drill, entry, inside) => decide({
            claims: { congress: 1, number }, at: Date.now(), lane: 0, lanes: 0, entry, inside,
            copy: { congress: 1, drill, opensAt: new Date(Date.now() + 3600e3).toISOString() },
        });
        const test = 4000000001;
        return [
            ask(test, "2036", null, null), ask(test, "2036", null, { at: "2036" }), ask(test, "", null, null),
            ask(7, "2036", "sealed", null), ask(7, "", "sealed", null),
        ];
    }""")
    assert said == ["admitted", "already_admitted", "missing", "admitted", "closed"]


def mutations(token: str) -> list[str]:
    """Each character changed, one left out, one doubled, and other spellings of the same."""
    found = []
    for position, character in enumerate(token):
        other = ALPHABET[(ALPHABET.find(character) + 1 + position % 31) % 32]
        found += [
            token[:position] + other + token[position + 1 :],
            token[:position] + token[position + 1 :],
            token[:position] + character + token[position:],
        ]
    swapped = token[:30] + token[31] + token[30] + token[32:]
    return [wrong for wrong in {*found, swapped, token.lower(), token + "0", " " + token, ""} if wrong != token]


@pytest.mark.parametrize("own", [True, False], ids=["the browser's own Ed25519", "the library's"])
def test_the_device_takes_the_badge_as_signed_and_no_other_spelling(page: Page, own: bool) -> None:
    key: dict[str, Any] = {"id": KEY.key_id, "public": PUBLIC}
    wrong = mutations(TOKEN)
    assert page.evaluate(VERIFY, [[TOKEN, *(wrong if own else wrong[:60])], key, not own]) == [TOKEN]


def test_the_device_reads_the_claims_and_opens_the_name(page: Page) -> None:
    salt = bytes(range(16))
    index, key = derive(TOKEN, salt)
    read = page.evaluate(
        """async ([token, salt, sealed]) => {
            const { derive, fromBase64, openName, parse, toBase64 } = await import("/static/checkin/token.js");
            const { congress, number, serial, letter } = parse(token);
            const { index, key } = await derive(token, fromBase64(salt));
            const name = await openName(key, sealed);
            return { claims: [congress, number, serial, letter], index: toBase64(index), name };
        }""",
        [TOKEN, _text(salt), _seal(key, "示例·校友𬱟")],
    )
    assert read == {"claims": [5, 1234, 2, "V"], "index": _text(index), "name": "示例·校友𬱟"}
