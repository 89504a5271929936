"""A few invented calls of alumni, one in each state."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.foundation.access import Actor
from congress.helpdesk.actions import close_call, make_call, solve_call, take_call
from congress.helpdesk.models import HelpCall
from congress.helpdesk.states import Field
from congress.programme.models import Congress

# days ago, field, subject, text, how far it has come
CALLS = (
    (20, Field.POLICY, "示例：咨询研发费用补助政策", "示例（虚构）公司希望了解补助的申报时间与材料。", "closed"),
    (9, Field.INVESTMENT, "示例：园区标准厂房选址", "需要约三千平方米的标准厂房，靠近高速路口。", "solved"),
    (3, Field.TALENT, "示例：引进博士的安家政策", "团队有两位博士拟全职来湘，想了解安家与子女入学。", "taken"),
    (0, Field.CONGRESS, "示例：外宾证件与签证函", "随行外宾需要邀请函办理签证。", "new"),
)


def load_calls(session: Session, congress: Congress, users: dict[str, User], *, zone: ZoneInfo, now: datetime) -> None:
    caller, officer = (_actor(users[role]) for role in ("alumnus", "officer"))
    for days, field, subject, text, reached in CALLS:
        at = now - timedelta(days=days)
        facts = {
            "name": caller.display_name, "contact": users["alumnus"].email, "language": "zh", "field": field,
            "subject": subject, "text": text,
        }  # fmt: skip
        call = make_call(session, congress, facts, zone=zone, by=caller, now=at)
        _go_on(session, call, reached, caller, officer, at=at)


def _go_on(session: Session, call: HelpCall, reached: str, caller: Actor, officer: Actor, *, at: datetime) -> None:
    if reached == "new":
        return
    take_call(session, call, by=officer, now=at + timedelta(hours=3))
    if reached == "taken":
        return
    solve_call(session, call, "示例：已与园区对接，材料清单随信发送。", by=officer, now=at + timedelta(days=2))
    if reached == "closed":
        close_call(session, call, 5, "示例：非常及时。", by=caller, now=at + timedelta(days=3))


def _actor(user: User) -> Actor:
    return Actor(user_id=user.id, display_name=user.name)
