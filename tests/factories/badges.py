"""Many badges at little cost, and the tokens that are printed on them."""

from sqlalchemy import text

from congress.badges.tokens import Claims, issue_token
from congress.foundation.db import db
from congress.registration.passes import badge_key


def copy_badge(count: int) -> None:
    """As many badges as asked for, all of the one registration that is there."""
    columns = "congress_id, registration_id, number, serial, category_letter, code, issued_at, reason"
    with db.engine.begin() as connection:
        row = connection.execute(text(f"SELECT {columns} FROM badges")).one()._asdict()  # noqa: S608 -- columns above
        rows = [row | {"number": number, "code": f"T{number}"} for number in range(2, count + 1)]
        values = ", ".join(f":{name.strip()}" for name in columns.split(","))
        connection.execute(text(f"INSERT INTO badges ({columns}) VALUES ({values})"), rows)  # noqa: S608 -- as above


def token_of(number: int, *, congress: int = 1, serial: int = 1, letter: str = "G") -> str:
    return issue_token(Claims(congress, number, serial, letter), badge_key())
