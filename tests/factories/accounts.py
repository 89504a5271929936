"""Users and tokens for tests."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from congress.accounts.actions import create_user, issue_token
from congress.accounts.addresses import Address
from congress.accounts.models import User
from congress.foundation.access import SYSTEM, Grant

PASSWORD = "correct horse battery"


def make_user(
    session: Session, role: str, *, email: str = "", kind: str | None = None, code: str | None = None
) -> User:
    """A user with one role; the password is PASSWORD."""
    address = Address(email=email or f"{role}@congress.test")
    grants = [Grant(role, kind, code)]
    return create_user(
        session, address, name=f"{role} user", password=PASSWORD, grants=grants, by=SYSTEM, now=datetime.now(UTC)
    )


def make_token(session: Session, user: User, *scopes: str) -> dict[str, str]:
    """Headers that carry a fresh token of the user."""
    token = issue_token(session, user, label="test", scopes=scopes, by=SYSTEM, now=datetime.now(UTC))
    return {"Authorization": f"Bearer {token}"}
