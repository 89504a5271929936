"""One invented project led through every role, so that somebody can follow one fen from the filing to the board.

Filed by the school, confirmed by its investor, recorded, put on stage, signed, registered, paid in three instalments,
each verified by county, prefecture and province, credited. Open `load_story`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from sqlalchemy.orm import Session

from congress.accounts.actions import create_user
from congress.accounts.addresses import Address
from congress.accounts.models import User
from congress.accounts.sessions import actor_of
from congress.accounts.states import Role, ScopeKind
from congress.ceremony.actions import Named, open_ceremony, place_agreements, put_in_place
from congress.demo.logins import DIVISION_CODE, SCHOOL_CODE
from congress.demo.reference import COUNTIES
from congress.filings.actions import answer_filing, file_project, follow_up
from congress.foundation.access import SYSTEM, Actor, Grant
from congress.foundation.clock import local_day
from congress.foundation.documents.pdf import A4, MM, new_pdf
from congress.foundation.documents.text import draw_line
from congress.foundation.uploads import keep_upload
from congress.outcomes.actions import file_milestone, verify_milestone
from congress.outcomes.reviews import set_chain
from congress.outcomes.rules import STANDARD_CHAINS
from congress.outcomes.states import Decision, Family, Kind
from congress.programme.models import Congress
from congress.schools.queries import all_industries
from congress.settings import Settings
from congress.signing.actions import Yes, move_intention, record_intention, set_consents, sign_intention
from congress.signing.models import Intention
from congress.signing.states import Secrecy, State

DAY = timedelta(days=1)
WAN = 1_000_000
TITLE = "示例全程项目：虚构先进材料基地"
INVESTOR = "示例（虚构）全程材料有限公司"
HOST = f"{COUNTIES[0][1]}人民政府（虚构）"
AMOUNT = 30_000 * WAN
# kind, days before the verification, amount, what was handed in
MILESTONES = (
    (Kind.REGISTERED, 16, 0, "营业执照（虚构）"),
    (Kind.STARTED, 12, 0, "施工许可证（虚构）"),
    (Kind.CAPITAL_ARRIVED, 10, 6_000 * WAN, "第一期验资报告（虚构）"),
    (Kind.CAPITAL_ARRIVED, 6, 4_500 * WAN, "第二期银行进账单（虚构）"),
    (Kind.CAPITAL_ARRIVED, 2, 3_333 * WAN, "第三期银行进账单（虚构）"),
)


@dataclass(frozen=True)
class Cast:
    """Who takes part; the verifiers of county and prefecture have no login."""

    organiser: Actor
    school: Actor
    division: Actor
    verifiers: tuple[Actor, Actor, Actor]


def load_story(
    session: Session, congress: Congress, users: dict[str, User], settings: Settings, *, now: datetime
) -> None:  # fmt: skip
    """What happens lies before `now`, at which the last instalment is verified."""
    cast = Cast(
        organiser=actor_of(users["organiser"]), school=actor_of(users["school"]), division=actor_of(users["division"]),
        verifiers=(
            _verifier(session, "county", "演示县商务局核验员", COUNTIES[0][0], now=now),
            _verifier(session, "prefecture", "演示市商务局核验员", DIVISION_CODE, now=now),
            actor_of(users["verifier"]),
        ),
    )  # fmt: skip
    _file_before_the_deal(session, congress, cast, settings, now=now - 60 * DAY)
    intention = _sign_on_stage(session, congress, cast, settings, now=now - 20 * DAY)
    # the demo's other milestones are decided by one verifier each
    set_chain(session, congress.id, Family.INVESTMENT, STANDARD_CHAINS[Family.INVESTMENT], by=cast.organiser, now=now)
    for kind, days, amount, paper in MILESTONES:
        _come_true(session, intention, cast, settings, kind, days, amount, paper, now=now)
    set_chain(session, congress.id, Family.INVESTMENT, "", by=cast.organiser, now=now)


def _verifier(session: Session, name: str, title: str, code: str, *, now: datetime) -> Actor:
    grants = [Grant(Role.VERIFIER, ScopeKind.DIVISION, code)]
    address = Address(email=f"{name}-verifier@demo.example")
    return actor_of(create_user(session, address, name=title, password=None, grants=grants, by=SYSTEM, now=now))


def _file_before_the_deal(
    session: Session, congress: Congress, cast: Cast, settings: Settings, *, now: datetime
) -> None:
    """The school's filing, its investor's yes, a follow-up with a paper; and two filings that wait or have lapsed."""
    industry = all_industries(session)[0].code
    facts = {
        "title": TITLE, "investor": INVESTOR, "hint": "校友企业，已签保密协议（虚构）", "division": COUNTIES[0][0],
        "industry": industry, "amount_fen": AMOUNT,
    }  # fmt: skip
    protection = timedelta(days=settings.filing_protection_days)
    filing, _earlier = file_project(session, congress, facts, by=cast.school, now=now)
    filing = answer_filing(session, filing, agrees=True, protection=protection, now=now + DAY)
    paper = _paper(session, "项目对接纪要（虚构）", cast.school, settings, now=now + 20 * DAY)
    follow_up(
        session, filing, "陪同投资方到县里考察选址（虚构）", [paper], protection=protection, by=cast.school,
        now=now + 20 * DAY,
    )  # fmt: skip
    waiting = facts | {"title": "示例待确认项目（虚构）", "investor": "示例（虚构）待确认有限公司"}
    file_project(session, congress, waiting | {"amount_fen": 800 * WAN}, by=cast.school, now=now + 58 * DAY)
    other = facts | {"title": "示例园区引进项目（虚构）", "investor": "示例（虚构）引进有限公司"}
    placed, _earlier = file_project(
        session, congress, other | {"amount_fen": 1_500 * WAN}, by=cast.division, now=now + 50 * DAY
    )
    answer_filing(session, placed, agrees=True, protection=protection, now=now + 51 * DAY)


def _sign_on_stage(
    session: Session, congress: Congress, cast: Cast, settings: Settings, *, now: datetime
) -> Intention:  # fmt: skip
    """Recorded from the lead on, put first into the first group of the ceremony, and signed."""
    facts = {
        "title": TITLE, "category": "investment", "division": COUNTIES[0][0], "industry": all_industries(session)[0].code,
        "amount_fen": AMOUNT, "currency": "CNY", "planned": "虚构的演示内容：分三期投入，一年内投产。",
        "parties": [{"role": "investor", "name": INVESTOR}, {"role": "host", "name": HOST}],
        "alumni": [{"name": "示例引荐校友"}], "schools": [{"code": SCHOOL_CODE}],
    }  # fmt: skip
    intention = record_intention(session, congress, facts, by=cast.organiser, now=now - 5 * DAY)
    intention = move_intention(session, intention, State.SUBMITTED, by=cast.organiser, now=now - 4 * DAY)
    ceremony = open_ceremony(session, congress)
    place_agreements(
        session, ceremony, [intention], ceremony.batches[0].id, position=1, by=cast.organiser, now=now - 2 * DAY
    )
    told = dict.fromkeys(range(2), (True, True))
    set_consents(session, intention, told, secrecy=Secrecy.PUBLIC, by=cast.organiser, now=now - 2 * DAY)
    for party, name, post in zip(
        intention.parties, ("示例董事长（虚构）", "示例县长（虚构）"), ("董事长", "县长"), strict=True
    ):
        named = Named(name=name, post=post)
        put_in_place(session, ceremony, intention, party, named, by=cast.organiser, now=now - DAY)
    for party in intention.parties:
        yes = Yes(party=party.name, signatory=party.signatory)
        intention = sign_intention(session, intention, yes, settings, by=cast.organiser, now=now)
    return intention


def _come_true(
    session: Session, intention: Intention, cast: Cast, settings: Settings, kind: Kind, days: int, amount: int,
    paper: str, *, now: datetime,
) -> None:  # fmt: skip
    """Filed by the place with its paper, then accepted by county, prefecture and province in turn."""
    then = now - days * DAY
    evidence = [_paper(session, paper, cast.division, settings, now=then)]
    facts = {"kind": kind, "occurred_on": local_day(then, settings.timezone), "amount_fen": amount, "count": 0,
             "note": paper}  # fmt: skip
    filed = file_milestone(session, intention, facts, evidence, zone=settings.timezone, by=cast.division, now=then)
    for verifier in cast.verifiers:
        verify_milestone(
            session, filed, Decision.ACCEPT, "演示：凭证齐全", two_above_fen=None, by=verifier, now=now,
            basis="示例会议纪要〔2036〕1号（虚构）",
        )  # fmt: skip


def _paper(session: Session, title: str, by: Actor, settings: Settings, *, now: datetime) -> str:
    """A one-page PDF that says it is invented."""
    out = BytesIO()
    with new_pdf(out, A4, title=title, language="zh") as canvas:
        draw_line(canvas, 30 * MM, 250 * MM, title, 22, bold=True)
        draw_line(canvas, 30 * MM, 235 * MM, "演示数据：本件为虚构，不具任何效力。", 12)
        canvas.showPage()
    kept = keep_upload(
        session, out.getvalue(), f"{title}.pdf", by, folder=settings.instance_dir / "uploads",
        largest=settings.max_upload_bytes, now=now,
    )  # fmt: skip
    return kept.public_id
