"""What the demo congress asks: of everybody, of each track, and later of its special guests; some have answered."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from congress.foundation.access import SYSTEM
from congress.programme.models import Congress
from congress.programme.queries import tracks_of
from congress.questions.actions import keep_answers, release_form, save_question
from congress.questions.queries import released_form
from congress.questions.rules import Option, Question, asked_in, kept_answers, shown_to
from congress.questions.states import Kind
from congress.registration.follow_ups import ask_concerned, save_follow_up
from congress.registration.queries import first_registrations

ANSWERED = 30
USES = {
    "": ("安排接待", "To arrange your stay"),
    "invest": ("对接投资项目", "To bring investors and projects together"),
    "research": ("对接成果转化", "To bring results and firms together"),
    "overseas": ("对接引才岗位", "To find a post for you"),
    "graduates": ("对接岗位与创业服务", "To find a job or help a start-up"),
}
# key, track, kind, Chinese, English, choices, example of an answer
ASKED = (
    ("DINNER", "", Kind.CHOICE, "用餐", "Meals", (("普通", "Any", None), ("清真", "Halal", None),
     ("素食", "Vegetarian", 60)), "普通"),
    ("INV1", "invest", Kind.CHOICES, "意向产业", "Industries of interest", (("工程机械", "Machinery", None),
     ("新材料", "New materials", None), ("生物医药", "Biomedicine", None), ("文化旅游", "Culture and travel", None)),
     ["新材料"]),
    ("INV2", "invest", Kind.MONEY, "意向投资金额（万元）", "Amount intended (ten thousand yuan)", (), 2_000_000_000),
    ("INV3", "invest", Kind.USCC, "企业统一社会信用代码", "Unified social credit code", (), ""),
    ("INV4", "invest", Kind.DATE, "计划来湘考察日期", "Planned day of a visit", (), ""),
    ("RES1", "research", Kind.TEXT, "成果名称", "Name of the result", (), "示例（虚构）成果"),
    ("RES2", "research", Kind.CHOICE, "成熟度", "Maturity", (("实验室", "Laboratory", None), ("中试", "Pilot", None),
     ("量产", "Production", None)), "中试"),
    ("RES3", "research", Kind.MONEY, "期望转化金额（万元）", "Price expected (ten thousand yuan)", (), ""),
    ("OVS1", "overseas", Kind.TEXT, "研究领域", "Field", (), "示例领域"),
    ("OVS2", "overseas", Kind.NUMBER, "取得最高学位年份", "Year of the highest degree", (), ""),
    ("OVS3", "overseas", Kind.CHOICE, "回湘方式", "How you would return", (("全职", "Full time", None),
     ("柔性引进", "In part", None), ("尚未确定", "Undecided", None)), "柔性引进"),
    ("GRD1", "graduates", Kind.CHOICE, "打算", "What you plan", (("就业", "A job", None),
     ("创业", "A start-up", None)), "创业"),
    ("GRD2", "graduates", Kind.NUMBER, "毕业年份", "Year of graduation", (), ""),
    ("GRD3", "graduates", Kind.LONG, "创业计划简介", "Your plan in short", (), "示例（虚构）创业计划"),
)  # fmt: skip
ASKED_LATER = (
    ("ARR1", Kind.DATE, "抵湘日期", "Day of arrival"),
    ("ARR2", Kind.TEXT, "航班或车次", "Flight or train"),
    ("ARR3", Kind.CONSENT, "需要安排住宿", "I need a hotel"),
)
FOLLOWS = {"GRD3": ("GRD1", "创业")}


def load_questions(session: Session, congress: Congress, *, now: datetime) -> None:
    examples = {}
    for key, track, kind, zh, en, choices, example in ASKED:
        options = tuple(Option(zh=name, en=name_en, seats=seats) for name, name_en, seats in choices)
        after, answer = FOLLOWS.get(key, ("", ""))
        purpose_zh, purpose_en = USES[track]
        question = Question(
            key=key, kind=kind, label_zh=zh, label_en=en, track=track, options=options, after=after, answer=answer,
            purpose_zh=purpose_zh, purpose_en=purpose_en,
        )  # fmt: skip
        save_question(session, congress, question, by=SYSTEM, now=now)
        examples[key] = example
    facts = {
        "title_zh": "抵湘行程与住宿", "title_en": "Arrival and hotel", "category": "vip",
        "answer_by": now + timedelta(days=20),
    }  # fmt: skip
    later = save_follow_up(session, congress, None, facts, by=SYSTEM, now=now)
    for key, kind, zh, en in ASKED_LATER:
        purpose_zh, purpose_en = USES[""]
        question = Question(
            key=key, kind=kind, label_zh=zh, label_en=en, purpose_zh=purpose_zh, purpose_en=purpose_en,
            follow_up=later.key,
        )  # fmt: skip
        save_question(session, congress, question, by=SYSTEM, now=now)
    release_form(session, congress, by=SYSTEM, now=now)
    form = released_form(session, congress.id)
    assert form is not None  # noqa: S101 -- it was just released in this transaction
    track_of = {track.id: track.slug for track in tracks_of(session, congress.id)}
    for registration in first_registrations(session, congress.id, ANSWERED):
        tracks = {track_of.get(held.forum.track_id or 0, "") for held in registration.holdings}
        shown = shown_to(asked_in(form.questions, ""), examples, category=registration.category.slug, tracks=tracks)
        keep_answers(session, registration.id, form, kept_answers(shown, examples), now=now)
    ask_concerned(session, congress, later, by=SYSTEM, now=now)
