"""The demo congress itself: two days, four tracks, a dozen forums that overlap in places, rooms and speakers."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session as DbSession

from congress.foundation.clock import local_day
from congress.programme.actions import find_or_make_room
from congress.programme.models import Category, Congress, Forum, Session, SessionSpeaker, Speaker, Sponsor, Track
from congress.programme.states import Kind, SponsorLevel

SLUG = "2026"
DAYS_AHEAD = 30

CATEGORIES = (
    ("vip", "V", "贵宾", "VIP", "#8a5a00", "honour"),
    ("guest", "G", "嘉宾", "Guest", "#1f5c45", "standard"),
    ("delegate", "D", "代表", "Delegate", "#1d4f7c", "standard"),
    ("staff", "S", "工作人员", "Staff", "#5b5b5b", "duty"),
    ("volunteer", "L", "志愿者", "Volunteer", "#b4530a", "duty"),
    ("press", "P", "媒体", "Press", "#6b3a7a", "duty"),
)
# how many others those of a category may bring along
COMPANIONS = {"vip": 1, "guest": 2}
TRACKS = (
    ("invest", "校友企业来湘投资", "Alumni companies invest"),
    ("research", "高校科研成果转化", "Research is transferred"),
    ("overseas", "海外科创人才回湘发展", "Overseas talent returns"),
    ("graduates", "大学生留湘创业就业", "Graduates stay"),
)
# name in Chinese → name in English, people it holds
ROOMS = {
    "一号会议厅": ("Hall 1", 1200), "二号会议厅": ("Hall 2", 200), "三号会议厅": ("Hall 3", 120),
    "四号会议厅": ("Hall 4", 40), "橘洲厅": ("Juzhou Room", 80), "岳麓厅": ("Yuelu Room", 60),
    "宴会厅": ("Banquet Hall", 480),
}  # fmt: skip
KINDS = {"opening": Kind.CEREMONY, "signing": Kind.SIGNING}


@dataclass(frozen=True)
class ForumPlan:
    """One demo forum; `day` 0 or 1 of the congress, times in the congress's zone."""

    slug: str
    track: str | None
    zh: str
    en: str
    room: str
    day: int
    start: str
    end: str
    capacity: int
    waitlist: bool = True
    approval: bool = False
    promotion: str = "direct"


FORUMS = (
    ForumPlan("opening", None, "开幕式", "Opening ceremony", "一号会议厅", 0, "09:00", "10:30", 1200),
    ForumPlan("invest-industry", "invest", "校友企业与现代化产业体系专场", "Alumni companies and modern industry",
              "一号会议厅", 0, "10:45", "12:15", 300),
    ForumPlan("research-pitch", "research", "高校科研成果路演专场", "Research pitches", "二号会议厅", 0, "10:45", "12:15", 120),
    ForumPlan("overseas-dialogue", "overseas", "海外科创人才对话专场", "Dialogue with overseas talent", "橘洲厅", 0,
              "11:00", "12:30", 80, promotion="offer"),
    ForumPlan("graduate-startups", "graduates", "大学生创业项目专场", "Graduate start-ups", "岳麓厅", 0, "10:45", "12:00", 60),
    ForumPlan("new-materials", "invest", "先进材料与智能制造专场", "Advanced materials and smart manufacturing",
              "二号会议厅", 0, "14:00", "15:30", 150),
    ForumPlan("bio-health", "research", "生物医药与种业创新专场", "Biomedicine and seed innovation", "三号会议厅", 0,
              "14:30", "16:00", 100),
    ForumPlan("computing", "research", "算力与音视频产业专场", "Computing and audiovisual industry", "橘洲厅", 0,
              "15:30", "17:00", 50),
    ForumPlan("returnee-policy", "overseas", "海外人才政策与安居专场", "Policies and housing for returnees", "岳麓厅", 0,
              "14:00", "15:30", 40),
    ForumPlan("closed-roundtable", "invest", "重点校友企业座谈（需审核）", "Roundtable of leading alumni companies (by approval)",
              "四号会议厅", 0, "16:00", "17:30", 24, approval=True),
    ForumPlan("job-fair", "graduates", "留湘就业双选会", "Job fair", "宴会厅", 1, "09:00", "12:00", 500),
    ForumPlan("county-visits", "invest", "县市区对接专场", "Meetings with counties", "二号会议厅", 1, "09:30", "11:30", 160),
    ForumPlan("signing", None, "集中签约仪式", "Signing ceremony", "一号会议厅", 1, "14:30", "16:00", 600, waitlist=False),
)  # fmt: skip

SPEAKERS = (
    "示例讲者甲", "示例讲者乙", "示例讲者丙", "示例讲者丁", "示例讲者戊", "示例讲者己", "示例讲者庚", "示例讲者辛",
)  # fmt: skip
SPONSORS = (
    ("示例（虚构）银行", "Example (invented) bank", SponsorLevel.STRATEGIC),
    ("示例（虚构）材料公司", "Example (invented) materials", SponsorLevel.GOLD),
    ("示例（虚构）报社", "Example (invented) newspaper", SponsorLevel.MEDIA),
)
SESSIONS = (
    ("致辞", "Welcome", 0.0, 0.2),
    ("主旨报告", "Keynote", 0.2, 0.55),
    ("项目推介", "Project presentations", 0.55, 0.85),
    ("交流对接", "Exchange", 0.85, 1.0),
)


def load_programme(session: DbSession, *, now: datetime, zone: ZoneInfo) -> Congress:
    """The congress 30 days from now, with registration open."""
    first = local_day(now, zone) + timedelta(days=DAYS_AHEAD)
    opening = datetime.combine(first, time(9, 0), zone)
    congress = Congress(
        slug=SLUG,
        title_zh="校友回湘大会（演示）",
        title_en="Hunan Alumni Congress (demo)",
        slogan_zh="湘聚英才 共创未来",
        slogan_en="Home to Hunan, forward together",
        place_zh="长沙（演示会场）",
        place_en="Changsha (demo venue)",
        starts_on=first,
        ends_on=first + timedelta(days=1),
        registration_open=True,
        registration_closes_at=opening - timedelta(days=1),
        released=True,
        is_demo=True,
    )
    session.add(congress)
    session.flush()
    for position, (slug, letter, zh, en, colour, design) in enumerate(CATEGORIES):
        session.add(
            Category(
                congress_id=congress.id, slug=slug, letter=letter, name_zh=zh, name_en=en, colour=colour,
                position=position, design=design, companions=COMPANIONS.get(slug, 0),
            )
        )  # fmt: skip
    tracks = {}
    for position, (slug, zh, en) in enumerate(TRACKS):
        tracks[slug] = Track(congress_id=congress.id, slug=slug, title_zh=zh, title_en=en, position=position)
        session.add(tracks[slug])
    for position, (name, (name_en, capacity)) in enumerate(ROOMS.items()):
        room = find_or_make_room(session, congress, name)
        room.name_en, room.capacity, room.position = name_en, capacity, position
    session.flush()
    speakers = [
        Speaker(
            congress_id=congress.id,
            name=name,
            name_en=f"Demo Speaker {position + 1}",
            title="教授",
            title_en="Professor",
            organisation="示例（虚构）机构",
            organisation_en="Example (invented) institution",
            biography="示例讲者为演示而虚构，与任何真实人物无关。",
            biography_en="This speaker was invented for the demo and is nobody real.",
            position=position,
        )
        for position, name in enumerate(SPEAKERS)
    ]
    session.add_all(speakers)
    for position, (name, name_en, level) in enumerate(SPONSORS):
        session.add(
            Sponsor(congress_id=congress.id, name=name, name_en=name_en, level=level, position=position)
        )  # fmt: skip
    session.flush()
    for number, plan in enumerate(FORUMS):
        track = tracks[plan.track] if plan.track else None
        forum = _make_forum(session, congress, plan, track, zone=zone)
        _fill_forum(session, forum, speakers, number)
    return congress


def _make_forum(
    session: DbSession, congress: Congress, plan: ForumPlan, track: Track | None, *, zone: ZoneInfo
) -> Forum:
    day = congress.starts_on + timedelta(days=plan.day)
    forum = Forum(
        congress_id=congress.id,
        track_id=track.id if track else None,
        room_id=find_or_make_room(session, congress, plan.room).id,
        slug=plan.slug,
        title_zh=plan.zh,
        title_en=plan.en,
        starts_at=datetime.combine(day, time.fromisoformat(plan.start), zone),
        ends_at=datetime.combine(day, time.fromisoformat(plan.end), zone),
        capacity=plan.capacity,
        waitlist=plan.waitlist,
        approval=plan.approval,
        promotion=plan.promotion,
    )
    session.add(forum)
    session.flush()
    return forum


def _fill_forum(session: DbSession, forum: Forum, speakers: list[Speaker], number: int) -> None:
    """The items of one forum; a speaker stands in several, so that clashes can be seen."""
    length = forum.ends_at - forum.starts_at
    for position, (zh, en, begin, end) in enumerate(SESSIONS):
        item = Session(
            congress_id=forum.congress_id,
            forum_id=forum.id,
            room_id=forum.room_id,
            key=f"{forum.slug}-{position}",
            title_zh=f"{forum.title_zh}：{zh}",
            title_en=f"{forum.title_en}: {en}",
            starts_at=forum.starts_at + length * begin,
            ends_at=forum.starts_at + length * end,
            kind=KINDS.get(forum.slug, Kind.PANEL if zh == "交流对接" else Kind.TALK),
        )
        session.add(item)
        session.flush()
        speaker = speakers[(number + position) % len(speakers)]
        session.add(SessionSpeaker(session_id=item.id, speaker_id=speaker.id))
