"""Whatever is typed into a page's form or address, the answer is a page with a message, never an internal error.

Each page meets some of the values, the next page others; `make nightly` gives every page all of them.
"""

import os
import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import pytest
from werkzeug.datastructures import MultiDict

from congress.foundation.db import db
from tests.permissions.test_every_route import PARTS, routes_of
from tests.world import World

pytestmark = pytest.mark.stricter_database
NASTY = [
    "", " ", "\x00", "\ud7ff\ufffe", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "'; DROP TABLE users; --",
    "9" * 400, "-1", "1e308", "NaN", "٣", "2036-13-45", "é" * 5_000, "..%2f..%2fetc", "{{ 7 * 7 }}", "%s%n",
    "\u202eevil", "𬱖䶮·示例", "null", "[]", "true",
]  # fmt: skip
FIELD = re.compile(r"""<(?:input|select|textarea|button)[^>]*\sname="([^"]+)\"""")
ROUNDS = int(os.environ.get("NASTY_ROUNDS", "6"))
ROLES = ("alumnus", "organiser", "verifier", "division", "gate", "security admin")


def pages_of(world: World, method: str) -> list[str]:
    return sorted(
        row.split(" ", 1)[1]
        for row in routes_of(world.app)
        if row.startswith(f"{method} ") and not row.split(" ", 1)[1].startswith("/api/")
    )


def address(world: World, rule: str, value: str | None = None) -> str:
    """The rule with real parts, or with the same nasty value in each."""
    own = PARTS.get(rule, {})
    path = rule
    for part, real in (world.parts | own).items():
        path = path.replace(f"<{part}>", world.parts.get(real, real) if value is None else value)
    return re.sub("<[^>]+>", "1", path)


def fields_on(world: World, who: str, path: str) -> list[str]:
    """What a form on the page at `path` asks for."""
    answer = world.client(who).get(path)
    return sorted(set(FIELD.findall(answer.get_data(as_text=True)))) if answer.mimetype == "text/html" else []


def check(answer: Any, *told: object) -> None:
    assert answer.status_code < 500, (answer.status_code, *told)
    if answer.mimetype == "text/html":
        assert "<script>alert(1)" not in answer.get_data(as_text=True), told


def turns(rule: str) -> Iterator[list[str]]:
    """The values in as many orders as there are rounds, so that each place of a page meets another one in each."""
    start = sum(rule.encode())
    for turn in range(min(ROUNDS, len(NASTY))):
        first = (start + 7 * turn) % len(NASTY)
        yield NASTY[first:] + NASTY[:first]


def given_to(names: list[str], values: list[str]) -> MultiDict[str, str]:
    """Every name with a value of its own."""
    return MultiDict([(name, values[place % len(values)]) for place, name in enumerate(names)])


def test_addresses_take_anything(world: World) -> None:
    asked = ["q", "page", "cursor", "lang", "next", "state", "gate", "as_of"]
    with world.app.app_context():
        for rule in pages_of(world, "GET"):
            who = "alumnus" if rule.startswith("/me") else "organiser"
            client = world.client(who)
            for values in turns(rule):
                part = quote(values[0])[:300]
                if "<" in rule and part.strip():
                    check(client.get(address(world, rule, part)), rule, "path", repr(values[0]))
                if rule != "/readyz":
                    check(client.get(address(world, rule), query_string=given_to(asked, values)), rule, values)
        db.session.remove()


@pytest.mark.parametrize("who", ROLES)
def test_forms_take_anything(world: World, who: str) -> None:
    with world.app.app_context():
        for rule in pages_of(world, "POST"):
            path = address(world, rule)
            fields = fields_on(world, who, path)
            for values in turns(rule):
                answer = world.client(who).post(path, data=given_to(fields, values))
                check(answer, rule, values, who, fields)
                if answer.status_code == HTTPStatus.FORBIDDEN:
                    break  # refused before the form is read: what else is typed would be read no more
            many = MultiDict([(name, text) for name in fields for text in NASTY[:8]])
            check(world.client(who).post(path, data=many), rule, "several values", who)
        db.session.remove()
