"""Where the demo's guests sit at the opening, what its handbook says, and a call for topics in the middle of its review."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.calls.actions import Named, accept_proposal, move_call, propose_topic, save_call, score_proposal
from congress.calls.models import Proposal
from congress.calls.rules import Criterion
from congress.calls.states import CallState
from congress.foundation.access import SYSTEM, Actor
from congress.handbook.chapters import save_chapters
from congress.programme.models import Congress
from congress.programme.queries import forum_by_slug
from congress.seating.actions import close_seats, make_plan, propose_seats, release_plan, save_block, submit_plan
from congress.seating.queries import plan_of
from congress.seating.states import BlockKind

# kind, name, English, rows, seats in a row
BLOCKS = (
    (BlockKind.PLATFORM, "主席台", "Platform", 1, 8),
    (BlockKind.ROWS, "A区", "Block A", 4, 10),
    (BlockKind.ROWS, "B区", "Block B", 8, 12),
)
TOPICS = (
    ("示例议题：先进材料的中试平台", "Pilot plants for new materials", "示例（虚构）大学", (5, 4, 4)),
    ("示例议题：校友企业与职业教育", "Alumni companies and vocational schools", "示例（虚构）集团", (4, 4, 3)),
    ("示例议题：海外科创团队落地", "How overseas teams settle", "示例（虚构）研究院", (3, 4, 3)),
    ("示例议题：县域产业与返乡创业", "County industry and start-ups", "示例（虚构）公司", ()),
)  # fmt: skip
CRITERIA = (
    Criterion("契合主题", "Fits the theme", 40),
    Criterion("质量", "Quality", 40),
    Criterion("可行性", "Feasible", 20),
)


# chapter → Chinese, English
TEXTS = {
    "welcome": ("尊敬的各位校友、来宾：\n欢迎回湘！本手册为演示而编，所载人物、机构和项目均为虚构。",
                "Dear alumni, dear guests,\nwelcome back to Hunan! This handbook is a demo; everybody in it is invented."),
    "organisation": ("主办单位：示例（虚构）委员会\n承办单位：示例（虚构）工作专班\n会务组：示例综合组、示例接待组、示例安保组",
                     "Organised by an example (invented) committee."),
    "projects": ("所列项目和各方名称均为虚构。", "All projects and parties are invented."),
    "notes": ("请全程佩戴证件，凭证件入场。\n请提前十五分钟就座。", "Please wear your badge and be seated fifteen minutes early."),
    "discipline": ("会议期间请将手机调至静音，不随意走动、离场。\n因故不能到会的，请事先向会务组请假。",
                   "Please mute your phone, and tell the office if you cannot come."),
    "transport": ("一号车：示例宾馆至会场，8:00 发车\n二号车：会场至示例宾馆，17:30 发车", "Bus 1 leaves the hotel at 8:00."),
    "contacts": ("会务组：0731-00000000（示例）\n医疗点：0731-00000001（示例）", "Office: 0731-00000000 (example)"),
}  # fmt: skip


def load_texts(session: Session, congress: Congress, *, now: datetime) -> None:
    save_chapters(session, congress, TEXTS, by=SYSTEM, now=now)


def load_seats(session: Session, congress: Congress, users: dict[str, User], *, now: datetime) -> None:
    """The opening: laid out, proposed by the rules, and released by two people."""
    forum = forum_by_slug(session, congress.id, "opening")
    by: dict[str, Any] = {"by": SYSTEM, "now": now}
    make_plan(session, congress, forum, **by)
    for position, (kind, name, name_en, rows, columns) in enumerate(BLOCKS):
        facts = {
            "kind": kind, "name": name, "name_en": name_en, "seat_rows": rows, "seat_columns": columns,
            "category_id": None, "most_rank": None, "position": position,
        }  # fmt: skip
        save_block(session, plan_of(session, forum.id), None, facts, **by)
    plan = plan_of(session, forum.id)
    camera = plan.blocks[-1].id
    close_seats(session, plan, [(camera, 8, 6), (camera, 8, 7)], closed=True, **by)
    plan = plan_of(session, forum.id)
    propose_seats(session, plan, **by)
    submit_plan(session, plan, **by)
    release_plan(session, plan, by=_actor(users["organiser"]), now=now)


def load_topics(session: Session, congress: Congress, users: dict[str, User], *, now: datetime) -> None:
    """A call that is open, with one topic accepted, two scored and one that waits."""
    organiser, reviewer = _actor(users["organiser"]), _actor(users["verifier"])
    facts = {
        "slug": "topics", "title_zh": "议题征集（演示）", "title_en": "Call for topics (demo)",
        "text_zh": "面向高校、企业和校友征集专场活动议题。", "text_en": "Schools, companies and alumni are asked for topics.",
        "track_id": None, "opens_at": now - timedelta(days=20), "closes_at": now + timedelta(days=10),
    }  # fmt: skip
    address = users["verifier"].email or ""
    call = save_call(session, congress, None, facts, CRITERIA, [address], by=organiser, now=now)
    move_call(session, call, CallState.OPEN, by=organiser, now=now)
    for number, (zh, en, unit, scores) in enumerate(TOPICS):
        topic = {
            "title_zh": zh, "title_en": en, "abstract": "示例摘要：本议题为演示而虚构。", "kind": "talk",
            "proposer": "示例申报人", "organisation": unit, "contact": f"topic{number}@demo.example", "language": "zh",
        }  # fmt: skip
        named = [Named(f"示例演讲人{number + 1}", unit, "教授", f"speaker{number}@demo.example")]
        at = now - timedelta(days=9 - number)
        proposal, _code = propose_topic(session, call, topic, named, by=SYSTEM, now=at)
        if scores:
            score_proposal(session, proposal, scores, "示例评语。", by=reviewer, now=now)
        if number == 0:
            _accept(session, congress, proposal, by=organiser, now=now)


def _accept(session: Session, congress: Congress, proposal: Proposal, *, by: Actor, now: datetime) -> None:
    roundtable = forum_by_slug(session, congress.id, "county-visits")
    slot = {
        "starts_at": roundtable.ends_at + timedelta(minutes=30), "ends_at": roundtable.ends_at + timedelta(minutes=60),
        "room": "岳麓厅", "forum": "",
    }  # fmt: skip
    accept_proposal(session, congress, proposal, "契合大会主题。", slot, by=by, now=now)


def _actor(user: User) -> Actor:
    return Actor(user_id=user.id, display_name=user.name)
