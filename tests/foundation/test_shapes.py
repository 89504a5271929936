"""What the house is built of: money, shares, texts, addresses one may be sent on to, languages."""

from fractions import Fraction
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import refresh
from hypothesis import given
from hypothesis import strategies as st

from congress.foundation.db import unit_of_work
from congress.foundation.money import WAN, YI, exact_yuan, readable_yuan
from congress.foundation.pages import safe_next
from congress.foundation.shares import apportion
from congress.foundation.texts import clean_line, clean_text
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.programme import make_congress


@pytest.mark.parametrize(
    ("fen", "exact", "readable"),
    [
        (0, "0.00", ("0.00", "yuan")),
        (5, "0.05", ("0.05", "yuan")),
        (-5, "-0.05", ("-0.05", "yuan")),
        (123_456, "1,234.56", ("1,234.56", "yuan")),
        (WAN, "10,000.00", ("1", "wan")),
        (2_350_000 * 100, "2,350,000.00", ("235", "wan")),
        (YI - 1, "99,999,999.99", ("10,000", "wan")),
        (YI, "100,000,000.00", ("1", "yi")),
        (23_500_000_000, "235,000,000.00", ("2.35", "yi")),
        (-23_500_000_000, "-235,000,000.00", ("-2.35", "yi")),
        (YI * 12_345, "1,234,500,000,000.00", ("12,345", "yi")),
    ],
)
def test_money_reads_as_people_say_it_and_exactly_on_demand(fen: int, exact: str, readable: tuple[str, str]) -> None:
    assert exact_yuan(fen) == exact
    assert readable_yuan(fen) == readable


@given(st.integers(-(10**17), 10**17))
def test_no_fen_is_lost_in_writing_money_down(fen: int) -> None:
    assert round(Fraction(exact_yuan(fen).replace(",", "")) * 100) == fen
    figure, unit = readable_yuan(fen)
    size = {"yi": YI, "wan": WAN, "yuan": 100}[unit]
    assert abs(Fraction(figure.replace(",", "")) * size - fen) <= Fraction(size, 200)


weights = st.lists(st.integers(1, 10**9), min_size=1, max_size=12)


@given(st.integers(-(10**15), 10**15), weights)
def test_parts_add_up_to_the_whole_and_each_is_the_nearest_that_can_be(total: int, shares: list[int]) -> None:
    parts = apportion(total, shares)
    assert sum(parts) == total
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - Fraction(total * share, sum(shares))) < 1
    assert apportion(-total, shares) == [-part for part in parts]


@pytest.mark.parametrize("shares", [[], [0], [1, 0], [-1, 2]])
def test_shares_of_nothing_are_refused(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="positive"):
        apportion(5, shares)


@given(st.text())
def test_a_line_that_is_taken_is_clean_and_stays_as_it_is(text: str) -> None:
    try:
        line = clean_line(text)
    except ValueError:
        return
    assert clean_line(line) == line
    assert "\n" not in line
    assert line == line.strip()
    assert all(character.isprintable() or character.isspace() for character in line)


@pytest.mark.parametrize(
    "character", ["\x00", "\x07", "\x1b", "\u202e", "\u2066", "\u200f", "\u200d", "\ufffd", "\ue000"]
)
def test_what_cannot_be_seen_is_refused_by_its_code_point(character: str) -> None:
    for clean in (clean_line, clean_text):
        with pytest.raises(ValueError, match=f"U\\+{ord(character):04X}"):
            clean(f"示例{character}校友")


def test_names_of_every_kind_are_lines() -> None:
    for name in ("示例·𬱟", "䶮", "买买提·示例", "O’Sample", "Zoë Muster", "=1+1", "<b>x</b>", "甲" * 50):
        assert clean_line(name) == name
    assert clean_line("  示例 \u3000 甲 ") == "示例 甲"
    assert clean_line("Zoe\u0308") == "Zoë"
    assert clean_text("一\r\n二\n") == "一\n二"


def test_what_comes_along_unseen_with_pasted_text_makes_no_other_name_of_it() -> None:
    for unseen in ("\u200b", "\ufeff", "\u00ad", "\u2060"):
        assert clean_line(f"{unseen}示例{unseen}甲") == "示例甲"


@pytest.mark.parametrize(
    "target", ["/", "/me", "/console/registrations?q=a&status=confirmed", "/me#badge", "/%2F%2Fevil.test"]
)
def test_one_is_sent_on_inside_the_site(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None, "", "me", "//evil.test", "///evil.test", "/\\evil.test", "\\\\evil.test", "/\t/evil.test", "?next=/",
        "/\n/evil.test", " //evil.test", "\t//evil.test", "https://evil.test", "https:evil.test", "https:/evil.test",
        "javascript:alert(1)", "data:text/html,x", "/x\\..\\\\evil.test", "/ /evil.test", "\x00/me", "@evil.test",
        "/me\r\nSet-Cookie: a=b", "http:///evil.test", "//evil.test/%2f..", "/\x0b/evil.test", "//us.test@evil.test",
    ],
)  # fmt: skip
def test_nobody_is_sent_anywhere_else(target: str | None) -> None:
    assert safe_next(target) is None


@given(st.text(st.sampled_from("/\\.:@?#%evil \t\n"), max_size=12))
def test_whatever_is_taken_stays_on_our_host_as_browsers_read_it(target: str) -> None:
    taken = safe_next(target)
    if taken is not None:
        as_browsers_read = taken.replace("\\", "/").replace("\t", "").replace("\n", "")
        assert urlsplit(urljoin("https://congress.test/login", as_browsers_read)).netloc == "congress.test"


@pytest.fixture
def staff(app: Flask) -> None:
    with unit_of_work() as session:
        make_congress(session)
        make_user(session, "organiser", email="a@congress.test")


def test_the_login_sends_on_to_where_one_wanted_and_never_away(staff: None, app: Flask) -> None:
    for wanted, lands in (("/console/forums?q=x", "/console/forums?q=x"), ("//evil.test", "/console/")):
        answer = app.test_client().post(
            "/login", data={"email": "a@congress.test", "password": PASSWORD, "next": wanted}
        )
        assert (answer.status_code, answer.headers["Location"]) == (302, lands)


def test_every_redirect_carries_the_chosen_language(staff: None, client: FlaskClient) -> None:
    answer = client.get("/console/registrations?q=a&lang=en")
    parts = urlsplit(answer.headers["Location"])
    assert parts.path == "/login"
    assert parse_qs(parts.query)["lang"] == ["en"]
    form = {"email": "a@congress.test", "password": PASSWORD}
    assert "lang=en" in client.post("/login?lang=en", data=form).headers["Location"]


def test_the_chosen_language_sticks_and_beats_what_the_browser_wishes(staff: None, client: FlaskClient) -> None:
    def spoken(path: str, **headers: str) -> str:
        refresh()  # the test's context would keep the language of the request before
        return client.get(path, headers=headers).headers["Content-Language"]

    wish = {"Accept-Language": "en-GB,en;q=0.9"}
    assert spoken("/login") == "zh-CN"
    assert spoken("/login", **wish) == "en"
    assert spoken("/login?lang=zh", **wish) == "zh-CN"
    assert spoken("/login", **wish) == "zh-CN"
    assert spoken("/login?lang=en") == "en"
    assert spoken("/login") == "en"
    assert spoken("/login?lang=tlh") == "en"
