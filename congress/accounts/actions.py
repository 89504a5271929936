"""Every change to accounts."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from congress.accounts.addresses import Address
from congress.accounts.errors import AccountExists, CampusRefused, CodeRefused, LinkRefused, RolesRefused
from congress.accounts.lockout import Place, admits
from congress.accounts.models import ApiToken, LoginCode, PasswordRecord, RoleGrant, User, UserSession
from congress.accounts.one_time import use_up
from congress.accounts.passwords import current_policy, hash_password, is_password
from congress.accounts.queries import (
    code_by_link,
    codes_sent_since,
    grants_of,
    newest_code,
    passwords_before,
    user_by_address,
    user_by_id,
)
from congress.accounts.states import ADMINISTRATORS, SCOPE_OF_ROLE, Role
from congress.foundation.access import Actor, Grant
from congress.foundation.audit import record
from congress.foundation.db import unique_or
from congress.foundation.errors import Invalid, RateLimited
from congress.foundation.i18n import _
from congress.foundation.ids import digest, new_secret, same

CODE_LIVES = timedelta(minutes=5)
CODE_TRIES = 5
CODES_AN_HOUR = 6
RESET_LIVES = timedelta(minutes=30)
RESET = "password of "


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
        password_hash=hash_password(password, name, *(address.email or "").split("@")) if password else None,
        password_set_at=now if password else None,
        must_change_password=bool(password) and current_policy().changed_at_first_login,
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
    end_sessions(session, user, now=now)
    record(session, by, "user.roles", "user", user.id, now=now, roles=sorted(grant.role for grant in grants))


def set_active(session: Session, user: User, *, active: bool, by: Actor, now: datetime) -> None:
    """Open or close an account; closing ends its sessions."""
    user.is_active = active
    end_sessions(session, user, now=now)
    record(session, by, "user.opened" if active else "user.closed", "user", user.id, now=now)


def end_sessions(session: Session, user: User, *, now: datetime) -> None:
    """Sign the user out everywhere, at once."""
    user.session_epoch += 1
    session.execute(
        update(UserSession)
        .where(UserSession.user_id == user.id, UserSession.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )


def change_password(session: Session, user: User, password: str, *, by: Actor, now: datetime) -> None:
    """Set a new password and end all sessions.

    Raises:
        Invalid: it is too weak, or one that the policy still remembers.
    """
    policy = current_policy()
    before = [user.password_hash, *(one.password_hash for one in passwords_before(session, user.id, policy.remembered))]
    if any(is_password(stored, password) for stored in before[: policy.remembered] if stored):
        raise Invalid.field("password", _("This is one of your last passwords. Please think of another."))
    hashed = hash_password(password, user.name, *(user.email or "").split("@"))
    if user.password_hash and policy.remembered:
        session.add(PasswordRecord(user_id=user.id, password_hash=user.password_hash, set_at=now))
    user.password_hash, user.password_set_at = hashed, now
    user.must_change_password = policy.changed_at_first_login and by.user_id != user.id
    end_sessions(session, user, now=now)
    record(session, by, "user.password", "user", user.id, now=now)


def password_is_due(user: User, *, now: datetime) -> bool:
    """Whether the policy asks for another password before anything else."""
    lives = current_policy().lives
    is_old = lives is not None and (user.password_set_at or user.created_at) < now - lives
    return bool(user.password_hash) and (user.must_change_password or is_old)


def proven_hash(session: Session, address: str, password: str) -> str | None:
    """The stored hash, if the password is right for it. Slow by intent: never inside a unit of work."""
    user = user_by_address(session, address)
    stored = user.password_hash if user else None
    return stored if is_password(stored, password) else None


def check_login(session: Session, address: str, proven: str | None, place: Place, *, now: datetime) -> User | None:
    """The user, if `proven` is still their password's hash, the account open and nobody has to wait at this place.

    A failure is counted; the count must survive the refusal, so the edge commits before it refuses.
    """
    user = user_by_address(session, address, lock=True)
    if user is None or not user.is_active:
        return None
    is_right = admits(session, user, place, lambda: proven is not None and proven == user.password_hash, now=now)
    return user if is_right else None


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
    if found is None or found.expires_at <= now or found.address.startswith(RESET):
        raise CodeRefused
    if not use_up(session, found, now=now):
        raise CodeRefused
    return found.address


def issue_reset_link(session: Session, user: User, *, now: datetime) -> str | None:
    """The secret of a link that a new password is set with; none when enough were sent within the hour."""
    purpose = _reset_of(user)
    if codes_sent_since(session, purpose, now - timedelta(hours=1)) >= CODES_AN_HOUR:
        return None
    secret = new_secret()
    session.add(
        LoginCode(
            address=purpose, code_hash=digest(new_secret()), link_hash=digest(secret),
            expires_at=now + RESET_LIVES, created_at=now,
        )
    )  # fmt: skip
    return secret


def _reset_of(user: User) -> str:
    """Links for passwords are kept under a name that nobody can type at the door."""
    return f"{RESET}{user.id}"


def reset_link(session: Session, secret: str, *, now: datetime) -> LoginCode:
    """The link that the secret belongs to.

    Raises:
        LinkRefused: unknown, used, too old, or not the newest one.
    """
    found = code_by_link(session, digest(secret))
    if found is None or not found.address.startswith(RESET) or found.used_at or found.expires_at <= now:
        raise LinkRefused
    newest = newest_code(session, found.address)
    if newest is None or newest.id != found.id:
        raise LinkRefused
    return found


def reset_password(session: Session, secret: str, password: str, *, now: datetime) -> User:
    """Set a new password with a link, once.

    Raises:
        LinkRefused: the link is good no more, or the account is closed.
        Invalid: the password is too weak.
    """
    found = reset_link(session, secret, now=now)
    user = user_by_id(session, int(found.address.removeprefix(RESET)), lock=True)
    if user is None or not user.is_active or not use_up(session, found, now=now):
        raise LinkRefused
    change_password(session, user, password, by=Actor(user_id=user.id), now=now)
    return user


def alumnus_user(session: Session, address: Address, *, now: datetime) -> User:
    """The user behind a proven address; comes into being at first use.

    Raises:
        CodeRefused: the address is one of the staff, who have passwords and second factors.
    """
    user = user_by_address(session, address.text)
    if user is not None and is_staff_user(user):
        raise CodeRefused
    if user is None:
        user = User(email=address.email, phone=address.phone, created_at=now, grants=[RoleGrant(role=Role.ALUMNUS)])
        session.add(user)
        session.flush()
    return user


def campus_user(session: Session, email: str, *, school: str) -> User:
    """The contact of this school whom its own login names. A school vouches for its own people and for nobody else.

    Raises:
        CampusRefused: nobody here has this address, or not for this school alone.
    """
    user = user_by_address(session, email)
    roles = {(grant.role, grant.scope_code) for grant in user.grants} if user else set()
    if user is None or not user.is_active or roles != {(Role.SCHOOL, school)}:
        raise CampusRefused
    return user


def is_staff_user(user: User) -> bool:
    return any(grant.role != Role.ALUMNUS for grant in user.grants)


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
