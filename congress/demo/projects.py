"""Invented intentions at the scale of 2024, in every state, with rates as in real life; credit of invented names alone.

Numbers of signed projects by group as printed in the press of 2024-11-21: investment 24, research 23,
donations 22 (see the province's own report). Places and schools are the invented ones of `reference.py`.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.accounts.sessions import actor_of
from congress.demo.ceremony import load_ceremony
from congress.demo.reference import COUNTIES, INVENTED
from congress.foundation.access import Actor
from congress.foundation.clock import local_day
from congress.outcomes.actions import file_milestone, verify_milestone
from congress.outcomes.rules import STANDARD_LEVELS
from congress.outcomes.states import Decision, Kind
from congress.programme.models import Congress
from congress.settings import Settings
from congress.signing.actions import Yes, move_intention, record_intention, sign_intention
from congress.signing.models import Intention
from congress.signing.states import State

SEED = 69
SIGNED = {"investment": 24, "research": 23, "donation": 22}
OPEN = {"talent": 6, "education": 4, "investment": 6}
BRANCHES = (
    "新材料",
    "智能装备",
    "生物医药",
    "北斗应用",
    "音视频",
    "现代农业",
    "新能源",
    "轨道交通部件",
    "先进计算",
    "绿色矿业",
)
WAN = 1_000_000
# of a hundred signed investments, how many reach each kind of milestone
REACHED = ((Kind.REGISTERED, 82), (Kind.STARTED, 61), (Kind.CAPITAL_ARRIVED, 48), (Kind.IN_PRODUCTION, 22))
# one arrival in so many is foreign money
ONE_FOREIGN_IN = 9


@dataclass(frozen=True)
class Staff:
    """Who files and who verifies in the demo: never the same."""

    organiser: Actor
    verifier: Actor


def load_projects(
    session: Session, congress: Congress, users: dict[str, User], settings: Settings, *,
    now: datetime, say: Callable[[str], None],
) -> None:  # fmt: skip
    """Record, sign and fulfil; every outcome goes through the same actions as a real one."""
    chance = random.Random(SEED)  # noqa: S311 -- a demo that is the same every time
    staff = Staff(actor_of(users["organiser"]), actor_of(users["verifier"]))
    number = 0
    recorded: dict[str, list[Intention]] = {}
    for category, count in SIGNED.items():
        recorded[category] = [
            _record(session, congress, category, number + offset, chance, staff, now=now)
            for offset in range(1, count + 1)
        ]
        number += count
    load_ceremony(session, congress, recorded, by=staff.organiser, now=now)
    for category, count in SIGNED.items():
        for each in recorded[category]:
            intention = each
            for party in intention.parties:
                yes = Yes(party=party.name, signatory=party.signatory)
                intention = sign_intention(session, intention, yes, settings, by=staff.organiser, now=now)
            _fulfil(session, intention, chance, staff, zone=settings.timezone, now=now)
        say(f"  {count} signed {category} projects")
    states = [State.LEAD, State.DRAFT, State.SUBMITTED, State.SCHEDULED, State.ENDED]
    for category, count in OPEN.items():
        for position in range(count):
            number += 1
            intention = _record(session, congress, category, number, chance, staff, now=now)
            _bring_to(session, intention, states[position % len(states)], staff, now=now)
    _record_twice(session, congress, recorded["investment"][-1], staff, now=now)
    _recruit(session, congress, chance, staff, settings, number, now=now)


def _record_twice(session: Session, congress: Congress, first: Intention, staff: Staff, *, now: datetime) -> None:
    """The same project as another platform's list has it, so that there is a likely double to decide about."""
    investor = next(party.name for party in first.parties if party.role == "investor")
    facts = {
        "title": first.title.replace("项目", "建设项目"), "category": first.category, "division": first.division.code,
        "amount_fen": first.amount_fen, "currency": "CNY", "planned": "另一平台登记的同一项目（虚构）",
        "parties": [{"role": "investor", "name": investor.replace("有限公司", "股份有限公司")}],
    }  # fmt: skip
    record_intention(session, congress, facts, by=staff.organiser, now=now)


def _record(
    session: Session,
    congress: Congress,
    category: str,
    number: int,
    chance: random.Random,
    staff: Staff,
    *,
    now: datetime,
) -> Intention:
    branch = chance.choice(BRANCHES)
    county = chance.choice(COUNTIES)
    universities = [code for code, _zh, _en, kind in INVENTED if kind == "university"]
    schools = [code for code, _zh, _en, kind in INVENTED if kind == "school"]
    chosen = chance.sample(universities, k=chance.choice([1, 1, 1, 2]))
    if category in {"donation", "talent", "investment"} and chance.random() < 0.6:  # noqa: PLR2004 -- most name their school too
        chosen.append(chance.choice(schools))
    amounts = {"investment": (800, 60_000), "research": (60, 3_000), "donation": (20, 900)}.get(category, (0, 0))
    facts = {
        "title": f"示例{branch}{_WORDS[category]}（虚构）{number:02d}",
        "category": category,
        "division": county[0],
        "amount_fen": chance.randint(*amounts) * WAN,
        "currency": "CNY",
        "planned": "虚构的演示内容：分期投入，按约定时间推进。",
        "parties": [
            {"role": "investor", "name": f"示例（虚构）{branch}有限公司{number:02d}"},
            {
                "role": "recipient" if category == "donation" else "host",
                "name": f"{county[1]}某单位（虚构）{number:02d}",
            },
        ],
        "alumni": [{"name": f"示例校友{number:03d}"}],
        "schools": [{"code": code} for code in chosen],
    }
    return record_intention(session, congress, facts, by=staff.organiser, now=now)


_WORDS = {
    "investment": "投资项目",
    "research": "成果转化合同",
    "donation": "捐赠",
    "talent": "人才合作",
    "education": "教育合作",
}


def _bring_to(session: Session, intention: Intention, state: State, staff: Staff, *, now: datetime) -> None:
    way = {State.SCHEDULED: [State.SUBMITTED, State.SCHEDULED], State.LEAD: [], State.DRAFT: []}.get(state, [state])
    for step in way:
        intention = move_intention(session, intention, step, by=staff.organiser, now=now)


def _fulfil(
    session: Session, intention: Intention, chance: random.Random, staff: Staff, *, zone: ZoneInfo, now: datetime
) -> None:
    if intention.category == "investment":
        luck = chance.randint(1, 100)
        for kind, reached in REACHED:
            if luck <= reached:
                share = chance.randint(10, 60) if kind is Kind.CAPITAL_ARRIVED else 0
                _outcome(
                    session,
                    intention,
                    kind,
                    chance,
                    staff,
                    amount=intention.amount_fen * share // 100,
                    zone=zone,
                    now=now,
                )
        return
    kind = {"research": Kind.CONTRACT_PAID, "donation": Kind.DONATION_RECEIVED}[intention.category]
    if chance.random() < 0.62:  # noqa: PLR2004 -- as many as are usually paid by the time of the congress
        paid = intention.amount_fen * chance.randint(30, 100) // 100
        _outcome(session, intention, kind, chance, staff, amount=paid, zone=zone, now=now)


def _recruit(
    session: Session, congress: Congress, chance: random.Random, staff: Staff, settings: Settings, number: int, *,
    now: datetime,
) -> None:  # fmt: skip
    """A few signed talent projects, so that the boards of people are not empty."""
    for offset in range(1, 6):
        intention = _record(session, congress, "talent", number + offset, chance, staff, now=now)
        for party in intention.parties:
            yes = Yes(party=party.name, signatory="示例代表")
            intention = sign_intention(session, intention, yes, settings, by=staff.organiser, now=now)
        _outcome(
            session, intention, Kind.PERSON_RECRUITED, chance, staff, count=chance.randint(1, 12),
            level=STANDARD_LEVELS[offset % len(STANDARD_LEVELS)].key, zone=settings.timezone, now=now,
        )  # fmt: skip


def _outcome(
    session: Session, intention: Intention, kind: Kind, chance: random.Random, staff: Staff, *, zone: ZoneInfo,
    now: datetime, amount: int = 0, count: int = 0, level: str = "",
) -> None:  # fmt: skip
    """File, and in most cases accept; some wait, some are returned."""
    day = local_day(now, zone) - timedelta(days=chance.randint(0, 20))
    facts = {"kind": kind, "occurred_on": day, "amount_fen": amount, "count": count, "level": level,
             "note": "虚构的演示凭证说明"}  # fmt: skip
    if kind is Kind.CAPITAL_ARRIVED and intention.id % ONE_FOREIGN_IN == 0:
        facts |= {"currency": "USD", "rate": "7.1", "rate_on": day, "rate_source": "示例汇率（虚构）"}
        facts["amount_fen"] = amount * 10 // 71
    filed = file_milestone(session, intention, facts, [], zone=zone, by=staff.organiser, now=now)
    luck = chance.randint(1, 100)
    if luck <= 84:  # noqa: PLR2004 -- most are in order
        verify_milestone(
            session, filed, Decision.ACCEPT, "演示：凭证齐全", two_above_fen=None, by=staff.verifier, now=now
        )
    elif luck <= 92:  # noqa: PLR2004 -- some are not
        verify_milestone(
            session, filed, Decision.RETURN, "演示：请补充凭证", two_above_fen=None, by=staff.verifier, now=now
        )
