"""Every question about accounts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from congress.accounts.models import ApiToken, LoginCode, RoleGrant, User


def user_by_id(session: Session, user_id: int) -> User | None:
    return session.scalars(select(User).where(User.id == user_id).options(selectinload(User.grants))).one_or_none()


def user_by_address(session: Session, address: str) -> User | None:
    """The user with this normalised e-mail address or phone number."""
    return session.scalars(
        select(User).where(or_(User.email == address, User.phone == address)).options(selectinload(User.grants))
    ).one_or_none()


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
