"""Every question about accounts."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from congress.accounts.models import (
    ApiToken,
    LoginCode,
    LoginPlace,
    Passkey,
    PasswordRecord,
    RecoveryCode,
    RoleGrant,
    TotpKey,
    User,
    UserSession,
)
from congress.accounts.states import Role


def user_by_id(session: Session, user_id: int, *, lock: bool = False) -> User | None:
    return _one_user(session, select(User).where(User.id == user_id), lock=lock)


def user_by_address(session: Session, address: str, *, lock: bool = False) -> User | None:
    """The user with this normalised e-mail address or phone number; `lock` holds the row until the transaction ends."""
    return _one_user(session, select(User).where(or_(User.email == address, User.phone == address)), lock=lock)


def _one_user(session: Session, statement: Select[tuple[User]], *, lock: bool) -> User | None:
    if lock:
        statement = statement.with_for_update()
    return session.scalars(
        statement.options(selectinload(User.grants)).execution_options(populate_existing=lock)
    ).one_or_none()


def user_with_session(session: Session, user_id: int, secret_hash: str) -> tuple[User, UserSession | None] | None:
    """The user and the session that a browser's cookie names."""
    named = and_(UserSession.user_id == User.id, UserSession.secret_hash == secret_hash)
    row = session.execute(
        select(User, UserSession)
        .outerjoin(UserSession, named)
        .where(User.id == user_id)
        .options(selectinload(User.grants))
    ).one_or_none()
    return (row[0], row[1]) if row else None


def session_by_secret(session: Session, secret_hash: str) -> UserSession | None:
    return session.scalars(select(UserSession).where(UserSession.secret_hash == secret_hash)).one_or_none()


def session_by_id(session: Session, session_id: int) -> UserSession | None:
    return session.get(UserSession, session_id)


def open_sessions(
    session: Session, user_id: int, *, seen_after: datetime, made_after: datetime
) -> Sequence[UserSession]:
    """Where the user is signed in, the last used first."""
    return session.scalars(
        select(UserSession)
        .where(
            UserSession.user_id == user_id,
            UserSession.ended_at.is_(None),
            UserSession.seen_at > seen_after,
            UserSession.created_at > made_after,
        )
        .order_by(UserSession.seen_at.desc(), UserSession.id.desc())
    ).all()


def place_of(session: Session, user_id: int, place_hash: str) -> LoginPlace | None:
    return session.scalars(
        select(LoginPlace).where(LoginPlace.user_id == user_id, LoginPlace.place_hash == place_hash)
    ).one_or_none()


def passwords_before(session: Session, user_id: int, limit: int) -> Sequence[PasswordRecord]:
    """The last passwords of the user, newest first."""
    return session.scalars(
        select(PasswordRecord).where(PasswordRecord.user_id == user_id).order_by(PasswordRecord.id.desc()).limit(limit)
    ).all()


def grants_of(session: Session, user_id: int) -> Sequence[RoleGrant]:
    return session.scalars(select(RoleGrant).where(RoleGrant.user_id == user_id)).all()


def users_with_roles(*, q: str | None = None, role: str | None = None) -> Select[tuple[User]]:
    """Staff users; alumni are found among the registrations."""
    holds = select(RoleGrant.user_id).where(RoleGrant.role == role if role else RoleGrant.role != "alumnus")
    statement = select(User).where(User.id.in_(holds)).options(selectinload(User.grants))
    if q:
        statement = statement.where(
            or_(User.email.contains(q, autoescape=True), User.name.contains(q, autoescape=True))
        )
    return statement


Holders = dict[tuple[str, str], list[User]]


def holders_of(session: Session, roles: Collection[str]) -> Holders:
    """Who works in these roles, by the kind and the code of the scope; both are empty where there is none."""
    rows = session.execute(
        select(RoleGrant.scope_kind, RoleGrant.scope_code, User)
        .join(User, User.id == RoleGrant.user_id)
        .where(RoleGrant.role.in_(roles), User.is_active)
        .order_by(User.id)
    )
    found: Holders = {}
    for kind, code, user in rows.tuples():
        found.setdefault((kind, code), []).append(user)
    return found


def is_staff_address(session: Session, addresses: Collection[str]) -> bool:
    """Whether an address is that of somebody who files or organises here: no investor's."""
    held = select(RoleGrant.user_id).where(RoleGrant.role.in_([Role.SCHOOL, Role.DIVISION, Role.ORGANISER]))
    reached = or_(User.email.in_(addresses), User.phone.in_(addresses), User.second_phone.in_(addresses))
    return session.scalars(select(User.id).where(User.id.in_(held), reached).limit(1)).first() is not None


def token_with_user(session: Session, token_hash: str) -> tuple[ApiToken, User] | None:
    row = session.execute(
        select(ApiToken, User)
        .join(User, User.id == ApiToken.user_id)
        .where(ApiToken.token_hash == token_hash)
        .options(selectinload(User.grants))
    ).one_or_none()
    return (row[0], row[1]) if row else None


def tokens_of(session: Session, user_id: int) -> Sequence[ApiToken]:
    return session.scalars(select(ApiToken).where(ApiToken.user_id == user_id).order_by(ApiToken.id)).all()


def token_by_id(session: Session, token_id: int) -> ApiToken | None:
    return session.get(ApiToken, token_id)


def newest_code(session: Session, address: str) -> LoginCode | None:
    return session.scalars(
        select(LoginCode).where(LoginCode.address == address).order_by(LoginCode.id.desc()).limit(1)
    ).one_or_none()


def code_by_link(session: Session, link_hash: str) -> LoginCode | None:
    return session.scalars(select(LoginCode).where(LoginCode.link_hash == link_hash)).one_or_none()


def codes_sent_since(session: Session, address: str, since: datetime) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(LoginCode)
            .where(LoginCode.address == address, LoginCode.created_at > since)
        )
        or 0
    )


def totp_key_of(session: Session, user_id: int) -> TotpKey | None:
    return session.scalars(select(TotpKey).where(TotpKey.user_id == user_id)).one_or_none()


def passkeys_of(session: Session, user_id: int) -> Sequence[Passkey]:
    return session.scalars(select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id)).all()


def passkey_by_credential(session: Session, user_id: int, credential_id: str) -> Passkey | None:
    return session.scalars(
        select(Passkey).where(Passkey.user_id == user_id, Passkey.credential_id == credential_id)
    ).one_or_none()


def recovery_codes_left(session: Session, user_id: int) -> int:
    statement = select(func.count()).select_from(RecoveryCode)
    return session.scalar(statement.where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))) or 0
