"""A project filed before the deal, and an investor who is asked about it."""

import re
from datetime import UTC, datetime
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from congress.accounts.addresses import Address
from congress.accounts.states import Role
from congress.filings.actions import file_project
from congress.filings.links import ask_investor
from congress.filings.models import Filing
from congress.foundation.access import Actor, Grant
from congress.programme.queries import the_congress
from congress.signing.links import Ways
from tests.factories.schools import COUNTY, UNIVERSITY
from tests.factories.signing import told

INVESTOR = "示例（虚构）新材料有限公司"
FACTS: dict[str, Any] = {
    "title": "示例新材料项目",
    "investor": INVESTOR,
    "hint": "示例市注册（虚构）",
    "division": COUNTY,
    "industry": "T1",
    "amount_fen": 100_000_000,
}
SCHOOL = Actor(display_name="school", grants=(Grant(Role.SCHOOL, "school", UNIVERSITY),))


def make_filing(session: Session, **more: Any) -> Filing:
    made, _earlier = file_project(session, the_congress(session), FACTS | more, by=SCHOOL, now=datetime.now(UTC))
    return made


def make_filing_link(session: Session, filing: Filing) -> str:
    """The secret of a link to the investor."""
    ways = Ways(Address(email="investor@congress.test"), Address(phone="+8613900000078"))
    ask_investor(session, filing, ways, by=SCHOOL, now=datetime.now(UTC))
    return last_secret(session)


def last_secret(session: Session) -> str:
    return told(session, "filings.link").split("/confirm/")[1].split()[0]


def last_code(session: Session) -> str:
    found = re.search(r"\d{6}", told(session, "filings.code"))
    assert found is not None
    return found[0]


def answer(client: FlaskClient, secret: str, code: str, word: str = "yes") -> Any:
    return client.post(f"/confirm/{secret}", data={"code": code, "answer": word})
