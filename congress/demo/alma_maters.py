"""Claims to the demo school in every state, its invented roll, and a project through one of them."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.accounts.sessions import actor_of
from congress.almamater.actions import decide_claims
from congress.almamater.queries import ClaimFilter, claims_in_line, schools_of_codes
from congress.almamater.rolls import add_to_roll
from congress.alumni.models import Education
from congress.alumni.states import ClaimState
from congress.demo.logins import SCHOOL_CODE
from congress.demo.reference import COUNTIES
from congress.foundation.clock import local_day
from congress.foundation.keys import field_key
from congress.foundation.tables import ImportReport, Row, Table
from congress.outcomes.actions import file_milestone, verify_milestone
from congress.outcomes.states import Decision, Kind
from congress.programme.models import Congress
from congress.registration.queries import registrations_of_people
from congress.settings import Settings
from congress.signing.actions import Yes, record_intention, sign_intention

WAN = 1_000_000
MOST_KNOWN = 11
DECIDED = {ClaimState.CONFIRMED: slice(1, 7), ClaimState.REFUSED: slice(7, 9)}


def load_alma_maters(
    session: Session, congress: Congress, users: dict[str, User], settings: Settings, *, now: datetime
) -> None:
    """The first claim is that of the alumnus who can log in: it waits; a project came about through them."""
    claims = claims_in_line(session, {SCHOOL_CODE}, ClaimFilter())
    strangers = claims[DECIDED[ClaimState.REFUSED]]
    _load_roll(session, [one for one in claims[:MOST_KNOWN] if one not in strangers], users, now=now)
    school = actor_of(users["school"])
    for state, part in DECIDED.items():
        seen = {claim.id: claim.claimed_at for claim in claims[part]}
        if seen:
            decide_claims(session, {SCHOOL_CODE}, seen, state, "演示：名册中未查到", by=school, now=now)
    if claims:
        _sign_project(session, congress, claims[0], users, settings, now=now)


def _load_roll(session: Session, known: list[Education], users: dict[str, User], *, now: datetime) -> None:
    rows = [
        Row(number, {"姓名": claim.person.name, "毕业年份": str(claim.graduated), "学号": f"演示{number}"})
        for number, claim in enumerate(known, start=2)
    ]
    [school] = schools_of_codes(session, {SCHOOL_CODE})
    table = Table(["姓名", "毕业年份", "学号"], rows)
    by = actor_of(users["school"])
    add_to_roll(
        session, school, table, ImportReport(), key=field_key(current_app.extensions["settings"]), by=by, now=now
    )


def _sign_project(
    session: Session, congress: Congress, claim: Education, users: dict[str, User], settings: Settings, *,
    now: datetime,
) -> None:  # fmt: skip
    """Named by no school: what it brings follows from where its alumnus says to have learned."""
    organiser, verifier = actor_of(users["organiser"]), actor_of(users["verifier"])
    [registration] = registrations_of_people(session, congress.id, [claim.person_id])
    facts = {
        "title": "示例校友返乡投资项目（虚构）",
        "category": "investment",
        "division": COUNTIES[0][0],
        "amount_fen": 5_000 * WAN,
        "currency": "CNY",
        "parties": [{"role": "investor", "name": "示例（虚构）返乡创业有限公司"}],
        "alumni": [{"registration": registration.code}],
    }
    intention = record_intention(session, congress, facts, by=organiser, now=now)
    yes = Yes(party="示例（虚构）返乡创业有限公司", signatory="示例代表")
    intention = sign_intention(session, intention, yes, settings, by=organiser, now=now)
    arrived = {
        "kind": Kind.CAPITAL_ARRIVED, "occurred_on": local_day(now, settings.timezone) - timedelta(days=1),
        "amount_fen": 2_000 * WAN, "note": "虚构的演示凭证说明",
    }  # fmt: skip
    filed = file_milestone(session, intention, arrived, [], zone=settings.timezone, by=organiser, now=now)
    verify_milestone(session, filed, Decision.ACCEPT, "演示：凭证齐全", two_above_fen=None, by=verifier, now=now)
