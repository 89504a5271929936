"""Every change to accounts."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from congress.accounts.addresses import Address
from congress.accounts.errors import AccountExists, CodeRefused, LoginRefused, RolesRefused
from congress.accounts.models import ApiToken, LoginCode, RoleGrant, User
from congress.accounts.passwords import hash_password, is_password
from congress.accounts.queries import code_by_link, codes_sent_since, grants_of, newest_code, user_by_address
from congress.accounts.states import ADMINISTRATORS, SCOPE_OF_ROLE, Role
from congress.foundation.access import Actor, Grant
from congress.foundation.audit import record
from congress.foundation.db import unique_or
from congress.foundation.errors import RateLimited
from congress.foundation.ids import digest, new_secret, same

CODE_LIVES = timedelta(minutes=5)
CODE_TRIES = 5
CODES_AN_HOUR = 6
LOGIN_TRIES = 8
LOCKED_FOR = timedelta(minutes=15)


def check_grants(grants: Sequence[Grant]) -> None:
    """An administrator role is held alone; a role that needs a scope has one of the right kind.

    Raises:
        RolesRefused: otherwise.
    """
    roles = {Role(grant.role) for grant in grants}
    if roles & ADMINISTRATORS and len(roles) > 1:
        raise RolesRefused
    for grant in grants:
        needed = SCOPE_OF_ROLE.get(Role(grant.role))
        has_code = bool(grant.scope_code) or grant.scope_kind == "province"
        if needed is not None and (grant.scope_kind not in needed or not has_code):
            raise RolesRefused
        if needed is None and grant.scope_kind:
            raise RolesRefused


def create_user(
    session: Session,
    address: Address,
    *,
    name: str,
    password: str | None,
    grants: Sequence[Grant],
    by: Actor,
    now: datetime,
) -> User:
    """Create somebody who can sign in.

    Raises:
        AccountExists: the address has one.
        RolesRefused, Invalid: roles that cannot stand together, a password that is too weak.
    """
    check_grants(grants)
    user = User(
        email=address.email,
        phone=address.phone,
        name=name,
        password_hash=hash_password(password) if password else None,
        created_at=now,
        grants=[
            RoleGrant(role=grant.role, scope_kind=grant.scope_kind or "", scope_code=grant.scope_code or "")
            for grant in grants
        ],
    )
    with unique_or(session, AccountExists()):
        session.add(user)
    record(session, by, "user.created", "user", user.id, now=now, roles=sorted(grant.role for grant in grants))
    return user


def set_grants(session: Session, user: User, grants: Sequence[Grant], *, by: Actor, now: datetime) -> None:
    """Give the user exactly these roles and end their sessions."""
    check_grants(grants)
    for old in grants_of(session, user.id):
        session.delete(old)
    session.flush()
    for grant in grants:
        session.add(
            RoleGrant(
                user_id=user.id, role=grant.role, scope_kind=grant.scope_kind or "", scope_code=grant.scope_code or ""
            )
        )
    user.session_epoch += 1
    record(session, by, "user.roles", "user", user.id, now=now, roles=sorted(grant.role for grant in grants))


def set_active(session: Session, user: User, *, active: bool, by: Actor, now: datetime) -> None:
    """Open or close an account; closing ends its sessions."""
    user.is_active = active
    user.session_epoch += 1
    record(session, by, "user.opened" if active else "user.closed", "user", user.id, now=now)


def change_password(session: Session, user: User, password: str, *, by: Actor, now: datetime) -> None:
    """Set a new password and end all sessions."""
    user.password_hash = hash_password(password)
    user.session_epoch += 1
    user.failed_logins = 0
    user.locked_until = None
    record(session, by, "user.password", "user", user.id, now=now)


def check_login(session: Session, address: str, password: str, *, now: datetime) -> User | None:
    """The user, if the password is right and the account open; a failure is counted and None.

    The count must survive the refusal, so the edge commits before it refuses.
    """
    user = user_by_address(session, address)
    right = is_password(user.password_hash if user else None, password)
    if user is None or not user.is_active or (user.locked_until and user.locked_until > now):
        return None
    if not right:
        user.failed_logins += 1
        if user.failed_logins >= LOGIN_TRIES:
            user.failed_logins = 0
            user.locked_until = now + LOCKED_FOR
        return None
    user.failed_logins = 0
    user.locked_until = None
    user.last_login_at = now
    return user


def refuse_login() -> LoginRefused:
    return LoginRefused()


def issue_login_code(session: Session, address: Address, *, key: bytes, now: datetime) -> tuple[str, str]:
    """A six-digit code and a link's secret for the address; earlier ones die.

    Raises:
        RateLimited: six were sent within the hour.
    """
    if codes_sent_since(session, address.text, now - timedelta(hours=1)) >= CODES_AN_HOUR:
        raise RateLimited
    code, link = f"{secrets.randbelow(10**6):06d}", new_secret()
    session.add(
        LoginCode(
            address=address.text,
            code_hash=_code_hash(key, address.text, code),
            link_hash=digest(link),
            expires_at=now + CODE_LIVES,
            created_at=now,
        )
    )
    session.flush()
    return code, link


def use_login_code(session: Session, address: Address, code: str, *, key: bytes, now: datetime) -> bool:
    """Whether the code is the newest one for the address and still good; each try is counted by one statement."""
    found = newest_code(session, address.text)
    if found is None or found.used_at or found.expires_at <= now:
        return False
    counted = session.execute(
        update(LoginCode)
        .where(LoginCode.id == found.id, LoginCode.attempts < CODE_TRIES, LoginCode.used_at.is_(None))
        .values(attempts=LoginCode.attempts + 1)
        .returning(LoginCode.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if counted is None or not same(found.code_hash, _code_hash(key, address.text, code)):
        return False
    found.used_at = now
    return True


def use_login_link(session: Session, secret: str, *, now: datetime) -> str:
    """The address that a link was sent to.

    Raises:
        CodeRefused: unknown, used or too old.
    """
    found = code_by_link(session, digest(secret))
    if found is None or found.expires_at <= now:
        raise CodeRefused
    taken = session.execute(
        update(LoginCode)
        .where(LoginCode.id == found.id, LoginCode.used_at.is_(None))
        .values(used_at=now)
        .returning(LoginCode.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if taken is None:
        raise CodeRefused
    return found.address


def alumnus_user(session: Session, address: Address, *, now: datetime) -> User:
    """The user behind a proven address; comes into being at first use."""
    user = user_by_address(session, address.text)
    if user is None:
        user = User(email=address.email, phone=address.phone, created_at=now, grants=[RoleGrant(role=Role.ALUMNUS)])
        session.add(user)
        session.flush()
    user.last_login_at = now
    return user


def issue_token(session: Session, user: User, *, label: str, scopes: Sequence[str], by: Actor, now: datetime) -> str:
    """A new bearer token; its text is shown this once."""
    secret = new_secret()
    token = ApiToken(
        user_id=user.id, token_hash=digest(secret), label=label, scopes=sorted(set(scopes)), created_at=now
    )
    session.add(token)
    session.flush()
    record(session, by, "token.issued", "user", user.id, now=now, token=token.id, scopes=sorted(set(scopes)))
    return secret


def revoke_token(session: Session, token: ApiToken, *, by: Actor, now: datetime) -> None:
    """End a token; gates and programs that hold it are out within two seconds."""
    token.revoked_at = token.revoked_at or now
    record(session, by, "token.revoked", "user", token.user_id, now=now, token=token.id)


def _code_hash(key: bytes, address: str, code: str) -> str:
    return hmac.new(key, f"{address}\x00{code}".encode(), hashlib.sha256).hexdigest()
