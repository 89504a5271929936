"""The lists of the system as files: what was sent, what was done, who may do what."""

from sqlalchemy import Select

from congress.accounts.models import User
from congress.accounts.permissions import is_auditor, is_organiser, is_security_admin
from congress.accounts.queries import users_with_roles
from congress.accounts.states import ROLE_NAMES, STAFF, Role
from congress.admin.acts import ACT_NAMES, act_name, actor_name, object_name
from congress.foundation.audit import AuditEntry, audit_statement
from congress.foundation.i18n import _, _l
from congress.foundation.lists import Column, ListedRows, Narrowing, Scope, cell_time, one_by_one
from congress.notifications.models import Message
from congress.notifications.queries import outbox
from congress.notifications.states import CHANNEL_NAMES, KIND_NAMES, STATE_NAMES, Channel, MessageState


def _messages(scope: Scope) -> Select[tuple[Message]]:
    return outbox(**scope.wish).order_by(Message.id.desc())


def _message(one: Message) -> list[object]:
    return [
        cell_time(one.created_at), CHANNEL_NAMES[Channel(one.channel)], one.address, one.event, one.subject,
        STATE_NAMES[MessageState(one.state)], one.attempts, cell_time(one.sent_at), one.last_error,
    ]  # fmt: skip


def user_number(told: str | None) -> int | None:
    """The number of a user as the trail writes it; None for what is none."""
    number = (told or "").removeprefix("user:")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 16 else None  # noqa: PLR2004 -- fits 64 bits


def _trail(scope: Scope) -> Select[tuple[AuditEntry]]:
    wish = scope.wish
    statement = audit_statement(act=wish.get("act"), who=user_number(wish.get("who")), thing=wish.get("thing"))
    return statement.order_by(AuditEntry.id.desc())


def _entry(one: AuditEntry) -> list[object]:
    return [
        cell_time(one.at), actor_name(one.actor), act_name(one.act), object_name(one.object_kind), one.object_id,
        "; ".join(f"{key}: {value}" for key, value in one.facts.items()),
    ]  # fmt: skip


def _users(scope: Scope) -> Select[tuple[User]]:
    return users_with_roles(**scope.wish).order_by(User.id)


def _user(one: User) -> list[object]:
    roles = [f"{ROLE_NAMES[Role(held.role)]} {held.scope_code or ''}".strip() for held in one.grants]
    return [
        one.id, one.name, one.email, one.phone, "；".join(roles), cell_time(one.last_login_at),
        _("In use") if one.is_active else _("Closed"),
    ]  # fmt: skip


LISTS = [
    ListedRows(
        name="messages",
        title=_l("Outbox"),
        order=_l("Newest first"),
        access=is_organiser,
        columns=[
            Column(_l("Written")),
            Column(_l("Channel")),
            Column(_l("To"), personal=True),
            Column(_l("Kind")),
            Column(_l("Subject"), personal=True),
            Column(_l("State")),
            Column(_l("Attempts")),
            Column(_l("Sent")),
            Column(_l("Error"), personal=True),
        ],
        narrowed_by={
            "q": Narrowing(_l("Search"), typed=True),
            "state": Narrowing(_l("State"), STATE_NAMES),
            "channel": Narrowing(_l("Channel"), CHANNEL_NAMES),
            "kind": Narrowing(_l("Kind"), KIND_NAMES),
        },
        statement=_messages,
        cells=one_by_one(_message),
    ),
    ListedRows(
        name="audit",
        title=_l("Audit trail"),
        order=_l("Newest first"),
        access=is_auditor,
        columns=[
            Column(_l("Time")),
            Column(_l("Who")),
            Column(_l("Act")),
            Column(_l("What")),
            Column(_l("Number")),
            Column(_l("Details")),
        ],
        narrowed_by={
            "act": Narrowing(_l("Act"), ACT_NAMES),
            "who": Narrowing(_l("Who")),
            "thing": Narrowing(_l("What")),
        },
        statement=_trail,
        cells=one_by_one(_entry),
    ),
    ListedRows(
        name="users",
        title=_l("Users and roles"),
        order=_l("In the order in which they were created"),
        access=is_security_admin,
        columns=[
            Column(_l("Number")),
            Column(_l("Name"), personal=True),
            Column(_l("E-mail"), personal=True),
            Column(_l("Phone"), personal=True),
            Column(_l("Roles")),
            Column(_l("Last login")),
            Column(_l("State")),
        ],
        narrowed_by={
            "q": Narrowing(_l("Search"), typed=True),
            "role": Narrowing(_l("Role"), {role: ROLE_NAMES[role] for role in Role if role in STAFF}),
        },
        statement=_users,
        cells=one_by_one(_user),
    ),
]
